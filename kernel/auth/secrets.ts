import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const keyOf = (workspace: { readonly secret: string }) =>
  createHash('sha256').update(`at rest ${workspace.secret}`).digest()

/** Encrypts a secret that must be read again, AES-256-GCM with the key of the environment. */
export function sealSecret(workspace: { readonly secret: string }, plain: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(workspace), nonce)
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** Reverses `sealSecret`. Throws when the text was altered or sealed under another `GUANTONG_SECRET`: never a wrong plain text. */
export function openSecret(workspace: { readonly secret: string }, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(workspace), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
}
