import { createCipheriv, createDecipheriv, createHash, randomBytes, type CipherGCMTypes } from 'node:crypto'
import { refuse } from '../../model/index.ts'
import { ciphers, type CipherName } from '../workspace/ciphers.ts'

/**
 * The keys of the house: `secret` is the newest and seals, `oldSecrets` still open what was sealed before it.
 */
export interface Keys {
  readonly secret: string
  readonly oldSecrets?: readonly string[]
  /** What seals from now on; whatever sealed before still opens. */
  readonly cipher?: CipherName
}

const keyOf = (secret: string) => createHash('sha256').update(`at rest ${secret}`).digest()
const allSecrets = ({ secret, oldSecrets = [] }: Keys) => [secret, ...oldSecrets]
// Node.js types its authenticated ciphers apart; those named above work alike.
const typed = (cipher: CipherName) => cipher as CipherGCMTypes

/** A short name of a key, which tells nothing of it: the log and the sealed texts may carry it. */
export const keyId = (secret: string): string =>
  createHash('sha256').update(`id ${secret}`).digest('hex').slice(0, 8)

/** What a text sealed now begins with: the cipher and the key. */
export const newestMark = ({ secret, cipher = 'aes-256-gcm' }: Keys): string =>
  `${ciphers[cipher]}.${keyId(secret)}.`

/** Encrypts a secret that must be read again, under the newest key; the text says by which cipher and key. */
export function sealSecret(keys: Keys, plain: string): string {
  const mark = newestMark(keys)
  const nonce = randomBytes(12)
  const cipher = createCipheriv(typed(keys.cipher ?? 'aes-256-gcm'), keyOf(keys.secret), nonce, {
    authTagLength: 16,
  })
  cipher.setAAD(Buffer.from(mark))
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return mark + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/**
 * Reverses `sealSecret`. Never a wrong plain text: throws when the text was altered, and refuses
 * `secret_unreadable` when its key is not among ours.
 */
export function openSecret(keys: Keys, sealed: string): string {
  const [, suite, id, rest] = /^(\d)\.([0-9a-f]{8})\.(.*)$/.exec(sealed) ?? []
  if (rest === undefined) return openUnmarked(keys, sealed)
  const name = (Object.keys(ciphers) as CipherName[]).find((known) => ciphers[known] === suite)
  const secret = allSecrets(keys).find((known) => keyId(known) === id)
  if (!name || !secret) throw unreadable(id!)
  return decipher({ name, secret, bytes: Buffer.from(rest, 'base64'), mark: `${suite}.${id}.` })
}

/** Sealed before texts named their key: the tag of the cipher tells which one it was. */
function openUnmarked(keys: Keys, sealed: string): string {
  for (const secret of allSecrets(keys))
    try {
      return decipher({ name: 'aes-256-gcm', secret, bytes: Buffer.from(sealed, 'base64'), mark: '' })
    } catch {
      continue
    }
  throw unreadable('?')
}

function decipher({
  name,
  secret,
  bytes,
  mark,
}: {
  name: CipherName
  secret: string
  bytes: Buffer
  mark: string
}): string {
  const opened = createDecipheriv(typed(name), keyOf(secret), bytes.subarray(0, 12), { authTagLength: 16 })
  opened.setAAD(Buffer.from(mark))
  opened.setAuthTag(bytes.subarray(12, 28))
  return opened.update(bytes.subarray(28), undefined, 'utf8') + opened.final('utf8')
}

const unreadable = (id: string) =>
  refuse(
    'secret_unreadable',
    {
      zh: `此内容用密钥 ${id} 加密，本系统没有该密钥；请管理员把它加入 GUANTONG_SECRET_OLD`,
      en: `This was sealed under key ${id}, which the server does not have: an administrator must add it to GUANTONG_SECRET_OLD`,
    },
    { status: 500 },
  )
