import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The key of this data folder, made on first use and readable by its owner only. Losing it makes everything encrypted
 * with it unreadable, so it lives with the data and is backed up with it.
 */
export const readSecret = (data: string): string => {
  const file = join(data, 'secret')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  try {
    // wx: of two servers that start together one writes, the other reads.
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}
