import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from './postmaster.ts'

const ours = new Set<string>()

/** Two servers that start at the same moment on one folder take turns; the turn of one that died is over. */
export const aloneIn = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  const turn = join(folder, 'postgres.starting')
  await until(() => takeTurn(turn), {
    timeoutMs: 180_000,
    otherwise: `another server is still starting the database; remove ${turn} if there is none`,
  })
  try {
    return await work()
  } finally {
    ours.delete(turn)
    rmSync(turn, { force: true })
  }
}

/**
 * Looks every 10 ms until the condition holds. @throws Error `otherwise` when it does not within `timeoutMs`
 */
export const until = async (
  condition: () => boolean,
  { timeoutMs, otherwise }: { timeoutMs: number; otherwise: string },
): Promise<void> => {
  const end = Date.now() + timeoutMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(otherwise)
    await sleep(10)
  }
}

const takeTurn = (turn: string): boolean => {
  try {
    writeFileSync(turn, String(process.pid), { flag: 'wx', mode: 0o600 })
    ours.add(turn)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      rmSync(turn, { force: true }) // a full disk leaves an empty file, which nobody's turn would end
      throw error
    }
    if (isOver(turn)) rmSync(turn, { force: true })
    return false
  }
}

/**
 * The number in the file may be our own from before a container restarted. An empty file is one being
 * written.
 */
const isOver = (turn: string): boolean => {
  try {
    const holder = Number(readFileSync(turn, 'utf8'))
    return holder > 0 && (holder === process.pid ? !ours.has(turn) : !isAlive(holder))
  } catch {
    return false
  }
}
