import { sql } from 'kysely'
import { refuse, startOf, type Label, type Process, type ProcessInstance } from '../../model/index.ts'
import { isId } from '../records/load.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { dateDue, scheduleDue } from './timed.ts'

const pageSize = 50

/**
 * The runs of a process, newest first, on whatever record or on none, those included that were refused at
 * their start. For administrators.
 */
export async function runsOf(tx: Tx, process: string, after?: string) {
  if (after !== undefined && !isId(after))
    throw refuse(
      'request_invalid',
      { zh: 'after 不是有效的位置', en: '"after" is no place in the list' },
      { status: 400, field: 'after' },
    )
  const runs = table(tx.workspace, '_process_instance')
  const { rows } = await sql<{
    id: string
    object: string
    record: string | null
    status: string
    outcome: string | null
    state: ProcessInstance
    started_at: Date
    ended_at: Date | null
  }>`
    select id, object, record, status, outcome, state, started_at, ended_at from ${runs} where process = ${process}
      and (${after ?? null}::uuid is null or (started_at, id) < (select started_at, id from ${runs} where id = ${after ?? null}::uuid))
    order by started_at desc, id desc limit ${pageSize + 1}`.execute(tx.db)
  const items = rows.slice(0, pageSize).map(({ state, ...row }) => ({
    ...row,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    /** What stopped it, or what the administrator has a task about. */
    problem: read(
      state.history.findLast((line) => line.what === 'failed' || line.what === 'problem')?.comment,
      tx.actor.language,
    ),
  }))
  return { items, next: rows.length > pageSize ? items.at(-1)!.id : null }
}

const read = (comment: string | Label | undefined, language: 'zh' | 'en') =>
  typeof comment === 'object' ? (comment[language] ?? comment.zh) : (comment ?? null)

/**
 * What starts each process by itself, and what is planned: the next moment of a schedule, how many dates wait
 * and the soonest. For administrators.
 */
export async function startsOf(tx: Tx): Promise<
  readonly {
    process: string
    label: Label
    object: string
    on: Process['start']['on'] | null
    next_at: string | null
    waiting: number
  }[]
> {
  const { rows } = await sql<{ key: string; next: Date; waiting: number }>`
    select key, min(due_at) as next, count(*)::int as waiting from ${table(tx.workspace, '_deadline')}
    where state = 'waiting' and name in (${scheduleDue}, ${dateDue}) group by key`.execute(tx.db)
  const planned = new Map(rows.map((row) => [row.key, row]))
  return Object.values(tx.definitions.processes)
    .map((process) => ({ ...process, on: startOf(process) }))
    .map(({ name, label, object, on }) => ({
      process: name,
      label,
      object,
      on: on ?? null,
      next_at: planned.get(name)?.next.toISOString() ?? null,
      waiting: planned.get(name)?.waiting ?? 0,
    }))
}
