import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * An address with its password as it holds at this moment. One that begins with `file:` names a file that a
 * vault keeps: it is read for each new connection, so that a password may change while the server runs.
 * @example addressNow('file:///run/secrets/database')
 */
export const addressNow = (address: string): string =>
  address.startsWith('file:') ? readFileSync(fileURLToPath(address), 'utf8').trim() : address
