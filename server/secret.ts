import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitKeys } from './secretFile.ts'

/**
 * The keys of this data folder, the newest first; one is made on first use, readable by its owner only.
 * Losing them makes everything encrypted with them unreadable, so they live with the data and are backed up
 * with it.
 */
export const readSecrets = (data: string): readonly string[] => {
  const file = secretFile(data)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) makeSecret(file)
  return splitKeys(readFileSync(file, 'utf8'))
}

const secretFile = (data: string) => join(data, 'secret')

/**
 * Puts a new key above the ones there are: it encrypts from the next start on, and the others still decrypt.
 */
export const addSecret = (data: string): void => {
  const keys = [randomBytes(32).toString('base64url'), ...readSecrets(data)]
  const aside = `${secretFile(data)}.${process.pid}`
  writeFileSync(aside, `${keys.join('\n')}\n`, { mode: 0o600 })
  renameSync(aside, secretFile(data))
}

/**
 * Written aside and linked when whole: of two servers that start together one is first, and neither reads
 * half a key, also where the disk is full.
 */
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
