import { sql, type Kysely } from 'kysely'

/**
 * Says that something changed: `event` (the outbox has news), `definitions`, `rights`, `clock`, `notice
 * <person>`. This process hears it at once, the others by NOTIFY, gathered for a moment and sent outside any
 * transaction: a commit with a pending NOTIFY takes a lock that lets no other commit pass, which would end
 * group commit. It only wakes; whoever misses one looks again within two seconds.
 */
export interface Signal {
  tell(what: string): void
  /** What this process said, and what `hear` was handed from outside. */
  listen(told: (what: string) => void): () => void
  hear(what: string): void
}

const gatherMs = 20

/** The NOTIFY channel of a workspace. */
export const channelOf = (workspace: string) => `guantong_${workspace}`.slice(0, 63)

/** @param db connections of the workspace, for NOTIFY */
export function makeSignal(workspace: string, db: Kysely<any>): Signal {
  const listeners = new Set<(what: string) => void>()
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  const hear = (what: string) => {
    for (const told of listeners) told(what)
  }
  const send = () => {
    timer = null
    const all = [...waiting]
    waiting.clear()
    sql`select pg_notify(${channelOf(workspace)}, what) from unnest(${all}::text[]) what`
      .execute(db)
      .catch(() => {})
  }
  return {
    hear,
    tell(what) {
      hear(what)
      waiting.add(what)
      timer ??= setTimeout(send, gatherMs)
      timer.unref()
    },
    listen(told) {
      listeners.add(told)
      return () => void listeners.delete(told)
    },
  }
}
