import { generateKeyPairSync, sign } from 'node:crypto'

/** A value as X.690 (DER) writes it: its tag, its length, its content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content])
  return Buffer.concat([Buffer.from([tag, 0x82, content.length >> 8, content.length & 255]), content])
}
const bytes = (hex: string) => Buffer.from(hex, 'hex')
const [sequence, set, integer, bits, octets, oid, text, time] = [
  0x30, 0x31, 0x02, 0x03, 0x04, 0x06, 0x0c, 0x17,
]

const signedByEcdsa = der(sequence, der(oid, bytes('2a8648ce3d040302')))
const nameOf = (name: string) =>
  der(sequence, der(set, der(sequence, der(oid, bytes('550403')), der(text, Buffer.from(name)))))
const moment = (days: number) =>
  der(
    time,
    Buffer.from(
      `${new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`,
    ),
  )

/**
 * A certificate that speaks for `localhost` and for itself (RFC 5280), good for a month, with its key; both
 * PEM.
 */
export function makeCertificate(name: string): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const localhost = der(
    sequence,
    der(sequence, der(oid, bytes('551d11')), der(octets, der(sequence, der(0x82, Buffer.from('localhost'))))),
  )
  const content = der(
    sequence,
    der(0xa0, der(integer, bytes('02'))),
    der(integer, Buffer.from([1])),
    signedByEcdsa,
    nameOf(name),
    der(sequence, moment(-1), moment(30)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, localhost),
  )
  const whole = der(
    sequence,
    content,
    signedByEcdsa,
    der(bits, bytes('00'), sign('sha256', content, privateKey)),
  )
  const lines = whole
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}
