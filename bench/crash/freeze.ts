import { findPostmaster } from '../../server/postgres/postmaster.ts'
import { processesIn } from '../../server/postgres/leftovers.ts'

/**
 * Stops the whole PostgreSQL of a data folder where it stands: it keeps its connections and answers nothing.
 */
export function freezeDatabase(data: string): () => void {
  const frozen = new Set<number>()
  for (const pid of listed(data)) {
    if (frozen.has(pid)) continue
    frozen.add(pid)
    send(pid, 'SIGSTOP')
  }
  return () => frozen.forEach((pid) => send(pid, 'SIGCONT'))
}

/** The hard way. */
export function killDatabase(data: string): void {
  const running = findPostmaster(data)
  if (running) send(running.pid, 'SIGKILL')
}

/** The postmaster first, and then all more than once: it may have been about to start another. */
function* listed(data: string): Iterable<number> {
  yield* [findPostmaster(data)?.pid ?? []].flat()
  for (let round = 0; round < 3; round++) yield* processesIn(data)
}

function send(pid: number, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch {
    // gone by itself
  }
}
