import { readFileSync } from 'node:fs'
import type { Server, ServerOptions } from 'node:https'
import { createSecureContext } from 'node:tls'
import { refuse } from '../../model/index.ts'

/**
 * Where the certificate with its chain, its key and, where the operator has one, the answer of the issuer on
 * revocation lie (DER).
 */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
  readonly ocsp?: string
}

interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
  readonly ocsp: Buffer | null
}

/**
 * TLS 1.2 with forward secrecy and authenticated ciphers, and TLS 1.3; the order is ours. Source: Mozilla,
 * "Intermediate", without DHE.
 */
const accepted = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  honorCipherOrder: true,
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
} as const satisfies ServerOptions

/**
 * Reads the pair and holds it together, so that a wrong file is found at the start.
 * @throws Refusal `bad_setting` which names the file and never repeats what is in it
 */
function readCertificate({ cert, key, ocsp }: TlsFiles): Certificate {
  const read = { cert: readPart(cert), key: readPart(key), ocsp: ocsp === undefined ? null : readPart(ocsp) }
  try {
    createSecureContext({ ...accepted, cert: read.cert, key: read.key })
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw refuse('bad_setting', {
      zh: `证书 ${cert} 与私钥 ${key} 无法使用：须为 PEM 格式、私钥不加密且二者成对（${code}）`,
      en: `The certificate ${cert} and the key ${key} cannot be used: PEM, the key without a password, and a pair (${code})`,
    })
  }
  return read
}

function readPart(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw refuse('bad_setting', {
      zh: `无法读取证书文件 ${file}（${code}）`,
      en: `The file of TLS ${file} cannot be read (${code})`,
    })
  }
}

/** What a server of HTTPS is made with. */
export const tlsOptions = (files: TlsFiles): ServerOptions => optionsOf(readCertificate(files))

const optionsOf = ({ cert, key }: Certificate): ServerOptions => ({ ...accepted, cert, key })

export interface FollowedFiles {
  /**
   * Looks now; answers whether something new is in force. What cannot be used is complained of, and what was
   * in force stays.
   */
  look(): boolean
}

/**
 * How often files are looked at: a renewed certificate is in force a moment later, without a restart and
 * without a connection lost.
 */
const lookMs = 30_000

/**
 * Keeps a server at what its files say, until it closes. `complain` hears once of files that cannot be used.
 */
export function followFiles(
  server: Server,
  files: TlsFiles,
  complain: (error: unknown) => void,
): FollowedFiles {
  let inForce = readCertificate(files)
  let complained = ''
  server.on(
    'OCSPRequest',
    (_certificate: Buffer, _issuer: Buffer, answer: (error: Error | null, response: Buffer | null) => void) =>
      answer(null, inForce.ocsp),
  )
  const look = (): boolean => {
    try {
      const found = readCertificate(files)
      complained = ''
      if (isSame(found, inForce)) return false
      inForce = found
      server.setSecureContext(optionsOf(found))
      return true
    } catch (error) {
      if (String(error) !== complained) complain(error)
      complained = String(error)
      return false
    }
  }
  const looking = setInterval(look, lookMs).unref()
  server.on('close', () => clearInterval(looking))
  return { look }
}

const isSame = (a: Certificate, b: Certificate) =>
  a.cert.equals(b.cert) && a.key.equals(b.key) && (a.ocsp ?? none).equals(b.ocsp ?? none)
const none = Buffer.alloc(0)
