import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A PostgreSQL that runs on a data folder, as it describes itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  /** "starting", "ready" or "stopping" */
  readonly status: string
}

/**
 * The PostgreSQL that runs on this data folder, if one does. Only reads: the file may be half-written by one
 * that starts.
 */
export const findPostmaster = (data: string): Postmaster | undefined => {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  if (!isAlive(pid) || !isPostgresOn(data, pid)) return undefined
  return { pid, port: Number(lines[3]), status: (lines[7] ?? 'starting').trim() }
}

/**
 * Removes the lock file of a database that no longer runs. PostgreSQL itself believes any living process that
 * has the number it wrote down, and in a restarted container that may be anyone. Call only while nobody is
 * starting one.
 */
export const removeStaleLock = (data: string): void => {
  if (!findPostmaster(data)) rmSync(join(data, 'postmaster.pid'), { force: true })
}

/**
 * Whether a process of that number runs; one that we may not signal does, one that only waits to be buried
 * does not.
 */
export const isAlive = (pid: number): boolean => {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whoever started the database wrote its own number here; it alone stops it. */
export const readOwner = (folder: string): number => {
  const file = join(folder, 'postgres.owner')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
}

export const writeOwner = (folder: string): void => note(join(folder, 'postgres.owner'), process.pid)

/** The port of last time, 0 before the first. */
export const readPort = (folder: string): number => {
  const file = join(folder, 'postgres.port')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0
}

export const writePort = (folder: string, port: number): void => note(join(folder, 'postgres.port'), port)

/** What is there already is not written again: a disk that is full could lose it. */
const note = (file: string, value: number): void => {
  if (existsSync(file) && Number(readFileSync(file, 'utf8')) === value) return
  writeFileSync(file, String(value), { mode: 0o600 })
}

const isZombie = (pid: number): boolean => {
  try {
    return /\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

const isPostgresOn = (data: string, pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data)
  } catch {
    return !existsSync('/proc/self')
  }
}
