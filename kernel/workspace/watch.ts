import type pg from 'pg'
import { keepAsking, socketOf } from './probe.ts'

/**
 * Knows whether the database answers. A process asks it over a connection of its own, four times a second.
 */
export interface DatabaseWatch {
  /** Longest silence of the database, in milliseconds; also what opening a connection may take. */
  readonly patienceMs: number
  /** Since when it has not answered; null while it does. */
  awaySince(): Date | null
  /**
   * From now on this connection is ended when the database is found silent, so that whoever waits on it
   * learns.
   */
  guard(client: pg.Client): void
  onLost(told: () => void): () => void
  onBack(told: () => void): () => void
  /** Resolves while the database answers, or as soon as it does again; also when nobody watches any more. */
  back(): Promise<void>
  stop(): void
}

export const patienceUsualMs = 1300

/**
 * A database that died says so: its connections break and new ones are refused. One that is frozen, or behind
 * a cable that was pulled, says nothing at all and would be waited for without end. It is taken as gone when
 * a question of ours has been open for `patienceMs` and not one byte came meanwhile over any guarded
 * connection: a long statement leaves the question answered, a long answer is bytes.
 */
export function watchDatabase(url: string, patienceMs = patienceUsualMs): DatabaseWatch {
  const guarded = new Map<pg.Client, number>()
  const lost = new Set<() => void>()
  const returned = new Set<() => void>()
  let since: Date | null = null
  let stopped = false
  const asking = keepAsking({
    url,
    patienceMs,
    hears: () => hearsAnything(guarded),
    answered() {
      if (!since) return
      say(40, `the database answers again after ${Date.now() - since.getTime()} ms`)
      since = null
      for (const told of returned) told()
    },
    gone(reason) {
      if (!since) say(50, 'the database does not answer: requests are refused until it does', reason)
      since ??= new Date()
      for (const client of guarded.keys()) socketOf(client).destroy()
      for (const told of lost) told()
    },
  })
  const join = (told: () => void, all: Set<() => void>) => {
    all.add(told)
    return () => void all.delete(told)
  }
  return {
    patienceMs,
    awaySince: () => since,
    guard(client) {
      guarded.set(client, socketOf(client).bytesRead)
      client.once('end', () => guarded.delete(client))
    },
    onLost: (told) => join(told, lost),
    onBack: (told) => join(told, returned),
    async back() {
      if (!since || stopped) return
      await new Promise<void>((resume) => {
        const leave = join(() => {
          leave()
          resume()
        }, returned)
      })
    },
    stop() {
      stopped = true
      asking.stop()
      for (const told of returned) told()
    },
  }
}

/** Whether a byte came over one of the connections since the last look. */
function hearsAnything(guarded: Map<pg.Client, number>): boolean {
  let heard = false
  for (const [client, before] of guarded) {
    const bytes = socketOf(client).bytesRead
    if (bytes === before) continue
    guarded.set(client, bytes)
    heard = true
  }
  return heard
}

const say = (level: number, msg: string, error?: string) =>
  void process.stderr.write(`${JSON.stringify({ level, msg, error })}\n`)
