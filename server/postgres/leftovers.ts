import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostmaster, isAlive } from './postmaster.ts'

/**
 * What they get to notice by themselves that their postmaster is gone: those that wait do at once, those in
 * the middle of a statement do not.
 */
const patienceMs = 500

/**
 * Ends what a postmaster that was killed left behind: its processes still hold the shared memory, without
 * which no new one starts. Nobody reads their answers any more, and what they had not committed is undone by
 * the recovery. Linux only; elsewhere they are waited for.
 */
export const endLeftovers = async (data: string): Promise<void> => {
  if (findPostmaster(data)) return
  for (const end = Date.now() + patienceMs; Date.now() < end && processesIn(data).length > 0;) await sleep(20)
  for (const pid of processesIn(data)) process.kill(pid, 'SIGKILL')
  while (processesIn(data).some(isAlive)) await sleep(20)
}

/** Every process of PostgreSQL works in its data folder. */
export const processesIn = (data: string): number[] => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => isOneOf(data, pid))
  } catch {
    return []
  }
}

const isOneOf = (data: string, pid: number): boolean => {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === data &&
      /postgres/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) &&
      isAlive(pid)
    )
  } catch {
    return false // gone, or somebody else's
  }
}
