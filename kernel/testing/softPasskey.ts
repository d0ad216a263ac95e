import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()
const text = (bytes: Buffer) => bytes.toString('base64url')

/** What a test may want to be otherwise than an honest passkey at an honest page has it. */
interface Otherwise {
  readonly origin?: string
  readonly rpId?: string
  readonly counter?: number
  /** Whether its holder showed themselves by finger, face or PIN; they did unless told. */
  readonly verified?: boolean
}

/**
 * A passkey in software, P-256 without attestation. Source: W3C, Web Authentication Level 3, sections 6.1 and
 * 6.5.
 */
export function softPasskey(page: { readonly origin: string; readonly rpId: string }) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  const named = { id: text(id), rawId: text(id), type: 'public-key', clientExtensionResults: {} } as const
  let uses = 0
  const said = (type: string, challenge: string, { origin = page.origin }: Otherwise) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const head = (attested: boolean, { rpId = page.rpId, counter = ++uses, verified = true }: Otherwise) => {
    const rest = Buffer.alloc(5)
    rest[0] = 1 + (verified ? 4 : 0) + (attested ? 64 : 0)
    rest.writeUInt32BE(counter, 1)
    return Buffer.concat([sha256(rpId), rest])
  }
  return {
    /** What a browser answers when it made the passkey. */
    make({ challenge }: { readonly challenge: string }, otherwise: Otherwise = {}) {
      const { x, y } = publicKey.export({ format: 'jwk' })
      const cose = [
        Buffer.from('a5010203262001215820', 'hex'),
        Buffer.from(x!, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y!, 'base64url'),
      ]
      const data = Buffer.concat([head(true, otherwise), Buffer.alloc(16), Buffer.from([0, 16]), id, ...cose])
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
        Buffer.from([0x58, data.length]),
        data,
      ])
      return {
        ...named,
        response: {
          clientDataJSON: text(said('webauthn.create', challenge, otherwise)),
          attestationObject: text(attestation),
          transports: ['internal'],
        },
      }
    },
    /** What it answers when it is asked. */
    answer({ challenge }: { readonly challenge: string }, otherwise: Otherwise = {}) {
      const data = head(false, otherwise)
      const client = said('webauthn.get', challenge, otherwise)
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)
      return {
        ...named,
        response: {
          clientDataJSON: text(client),
          authenticatorData: text(data),
          signature: text(signature),
        },
      }
    },
  }
}
