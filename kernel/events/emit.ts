import { sql, type RawBuilder } from 'kysely'
import { refuseStale, type Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

export interface NewEvent {
  readonly name: string
  readonly object?: string | null
  readonly record?: string | null
  readonly payload?: Readonly<Record<string, unknown>>
}

/**
 * Writes events into the outbox, in the transaction of the change itself; the readers are woken after the
 * commit.
 */
export async function emitEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  const { rows } = await sql<{ version: number }>`
    with told as (${insertEvents(tx, events)}) select definitions_version as version from ${table(tx.workspace, '_workspace')}`.execute(
    tx.db,
  )
  noteWritten(tx, rows[0]!.version)
}

/** To be called with the version of the definitions that the last statement of a write read. */
export function noteWritten(tx: Tx, version: number): void {
  refuseStale(tx, version)
  tx.afterCommit.push(() => tx.workspace.signal.tell('event'))
}

/** The statement that writes events, to stand alone or in a larger one. */
export function insertEvents(tx: Tx, events: readonly NewEvent[]): RawBuilder<unknown> {
  const rows = events.map((event) => {
    const values = eventValues(tx, event)
    return sql`(${sql.join(eventColumns.map(([, type], i) => sql`cast(${values[i]} as ${sql.id(type)})`))})`
  })
  return sql`insert into ${table(tx.workspace, '_event')} (${sql.join(eventColumns.map(([name]) => sql.id(name)))}) values ${sql.join(rows)}`
}

/** What is written of an event, with the types that PostgreSQL is to take the values as. */
export const eventColumns: readonly (readonly [string, string])[] = [
  ['at', 'timestamptz'],
  ['name', 'text'],
  ['object', 'text'],
  ['record', 'uuid'],
  ['actor', 'uuid'],
  ['actor_name', 'text'],
  ['cause', 'text'],
  ['payload', 'jsonb'],
  ['trace', 'uuid'],
  ['depth', 'int2'],
]

/** In the order of `eventColumns`. */
export const eventValues = (tx: Tx, event: NewEvent): readonly unknown[] => [
  tx.now,
  event.name,
  event.object ?? null,
  event.record ?? null,
  tx.actor.id,
  tx.actor.name,
  tx.cause,
  JSON.stringify(event.payload ?? {}),
  tx.trace,
  tx.depth,
]
