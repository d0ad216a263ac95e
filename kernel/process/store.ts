import { sql } from 'kysely'
import { refuse, type Process, type ProcessInstance } from '../../model/index.ts'
import { objectOf } from '../definitions/stored.ts'
import { isId } from '../records/load.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

/** A run of a process with the definition it started with. */
export interface Held {
  readonly id: string
  readonly process: string
  readonly definition: Process
  readonly object: string
  /** Null for a run that is about no record. */
  readonly record: string | null
  readonly state: ProcessInstance
  /** The person it runs for: whose department and managers its steps mean. */
  readonly started_by: string | null
  /** The instance that waits for this one, and under which id. */
  readonly parent: string | null
  readonly parent_wait: string | null
}

/** An instance that is not there and one that is hidden are the same answer. */
export const noInstance = () =>
  refuse(
    'not_found',
    { zh: '找不到该流程，可能已删除或您无权查看', en: 'No such process, or not yours to see' },
    { status: 404 },
  )

/** Where an instance belongs; refuses `not_found`. */
export async function placeOf(
  tx: Tx,
  id: string,
): Promise<{ readonly object: string; readonly record: string | null }> {
  if (!isId(id)) throw noInstance()
  const { rows } = await sql<{
    object: string
    record: string | null
  }>`select object, record from ${table(tx.workspace, '_process_instance')} where id = ${id}`.execute(tx.db)
  if (!rows[0]) throw noInstance()
  return rows[0]
}

/**
 * The instance, locked until the end: first its record, then itself, as every action on the record does, so
 * that two never wait for each other.
 */
export async function holdInstance(tx: Tx, id: string): Promise<Held> {
  const { object, record } = await placeOf(tx, id)
  if (record)
    await sql`select from ${table(tx.workspace, objectOf(tx.definitions, object).name)} where id = ${record} for no key update`.execute(
      tx.db,
    )
  const { rows } = await sql<Held>`
    select id, process, definition, object, record, state, started_by, parent, parent_wait from ${table(tx.workspace, '_process_instance')} where id = ${id} for update`.execute(
    tx.db,
  )
  return rows[0]!
}

/** A new run; at most one of a process runs on a record, by index too. */
export async function insertInstance(tx: Tx, held: Held): Promise<void> {
  await sql`
    insert into ${table(tx.workspace, '_process_instance')} (id, process, definition, object, record, status, state, started_by, started_at, parent, parent_wait)
    values (${held.id}, ${held.process}, ${JSON.stringify(held.definition)}::jsonb, ${held.object}, ${held.record}, 'running', ${JSON.stringify(held.state)}::jsonb,
      ${held.started_by}, ${tx.now}, ${held.parent}, ${held.parent_wait})`.execute(tx.db)
}

/** The state after an event, with what other statements look for: whether it runs, and what it waits for. */
export async function saveInstance(tx: Tx, { id, state }: Held): Promise<void> {
  const awaits = state.tokens.flatMap((token) => (token.awaiting?.event ? [token.awaiting.event] : []))
  const ended = state.status === 'ended'
  await sql`
    update ${table(tx.workspace, '_process_instance')} set state = ${JSON.stringify(state)}::jsonb, status = ${ended ? 'ended' : 'running'}, outcome = ${state.outcome ?? null},
      awaits = ${awaits}::text[], ended_at = case when ${ended} then coalesce(ended_at, ${tx.now}) end
    where id = ${id}`.execute(tx.db)
}

/**
 * A run that was refused at its start: ended before it began, with the reason in its history, where it is
 * seen beside the others.
 */
export async function insertFailed(
  tx: Tx,
  {
    id,
    process,
    definition,
    object,
    record,
    state,
  }: Pick<Held, 'id' | 'process' | 'definition' | 'object' | 'record' | 'state'>,
): Promise<void> {
  await sql`
    insert into ${table(tx.workspace, '_process_instance')} (id, process, definition, object, record, status, outcome, state, started_at, ended_at)
    values (${id}, ${process}, ${JSON.stringify(definition)}::jsonb, ${object}, ${record}, 'ended', 'failed', ${JSON.stringify(state)}::jsonb, ${tx.now}, ${tx.now})`.execute(
    tx.db,
  )
}

/** Whether this process runs on this record now. */
export async function isRunning(tx: Tx, process: string, record: string): Promise<boolean> {
  const { rows } =
    await sql`select from ${table(tx.workspace, '_process_instance')} where record = ${record} and process = ${process} and status = 'running'`.execute(
      tx.db,
    )
  return rows.length > 0
}

/** The running child that an instance waits for under an id. */
export async function childOf(tx: Tx, parent: string, wait: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from ${table(tx.workspace, '_process_instance')} where parent = ${parent} and parent_wait = ${wait} and status = 'running'`.execute(
    tx.db,
  )
  return rows[0]?.id
}
