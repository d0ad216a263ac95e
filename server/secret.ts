import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The key of this data folder, made on first use and readable by its owner only. Losing it makes everything encrypted
 * with it unreadable, so it lives with the data and is backed up with it.
 */
export const readSecret = (data: string): string => {
  const file = join(data, 'secret')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) makeSecret(file)
  return readFileSync(file, 'utf8')
}

/** Written aside and linked when whole: of two servers that start together one is first, and neither reads half a key, also where the disk is full. */
const makeSecret = (file: string): void => {
  const aside = `${file}.${process.pid}`
  try {
    writeFileSync(aside, randomBytes(32).toString('base64url'), { mode: 0o600 })
    linkSync(aside, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}
