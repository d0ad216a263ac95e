/**
 * Authenticated ciphers with a key of 32 bytes, a nonce of 12 and a tag of 16. Their marks are stored and
 * never change.
 */
export const ciphers = { 'aes-256-gcm': '1', 'chacha20-poly1305': '2' } as const
export type CipherName = keyof typeof ciphers
