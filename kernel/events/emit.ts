import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

export interface NewEvent {
  readonly name: string
  readonly object?: string | null
  readonly record?: string | null
  readonly payload?: Readonly<Record<string, unknown>>
}

/** Writes events into the outbox, in the transaction of the change itself. NOTIFY only wakes the readers; it carries nothing. */
export async function emitEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => sql`(${tx.now}, ${event.name}, ${event.object ?? null}, ${event.record ?? null}::uuid, ${tx.actor.id}::uuid, ${tx.actor.name}, ${tx.cause}, ${JSON.stringify(event.payload ?? {})}::jsonb, ${tx.trace}::uuid, ${tx.depth}::smallint)`)
  await sql`
    with written as (
      insert into ${table(tx.workspace, '_event')} (at, name, object, record, actor, actor_name, cause, payload, trace, depth)
      values ${sql.join(rows)} returning 1)
    select pg_notify(${channelOf(tx.workspace.name)}, 'event') from written limit 1`.execute(tx.db)
}

/** The NOTIFY channel of a workspace. */
export const channelOf = (workspace: string) => `guantong_${workspace}`.slice(0, 63)
