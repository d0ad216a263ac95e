import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Due } from '../../model/index.ts'
import { companyCalendar } from '../calendar/company.ts'
import { emitEvents } from '../events/emit.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { now, refresh, systemActor, table, type Workspace } from '../workspace/workspace.ts'

/** Sets the deadline of a name (and key) on a record, or moves it. Lengths count working time unless told. */
export async function setDeadline(tx: Tx, due: Due): Promise<Date> {
  const at = due.at ?? dueMoment(tx, due)
  const object = typeof due.object === 'string' ? due.object : due.object.name
  await sql`
    insert into ${table(tx.workspace, '_deadline')} (id, name, object, record, key, due_at, payload, trace, created_at)
    values (${uuidv7()}, ${due.name}, ${object}, ${due.record}, ${due.key ?? ''}, ${at}, ${JSON.stringify(due.payload ?? {})}::jsonb, ${tx.trace}, ${tx.now})
    on conflict (record, name, key) where state = 'waiting' do update set due_at = excluded.due_at, payload = excluded.payload`.execute(
    tx.db,
  )
  return at
}

/**
 * What was to happen has happened, so nothing falls due. Without `key` all of that name on the record;
 * nothing to clear is no fault.
 */
export async function clearDeadline(
  tx: Tx,
  on: { readonly name: string; readonly record: string; readonly key?: string },
): Promise<void> {
  await sql`
    update ${table(tx.workspace, '_deadline')} set state = 'cleared'
    where record = ${on.record} and name = ${on.name} and state = 'waiting' and (${on.key ?? null}::text is null or key = ${on.key ?? null})`.execute(
    tx.db,
  )
}

/**
 * Fires what is due: each deadline becomes the event `deadline.<name>` once, in the transaction that marks it
 * fired. Several processes share the work; what came due while nobody ran is caught up at the first look.
 * @returns how many fired
 */
export async function fireDeadlines(workspace: Workspace): Promise<number> {
  return transact(workspace, systemActor('deadlines'), async (tx) => {
    const { rows } = await sql<{
      name: string
      object: string
      record: string
      key: string
      payload: Record<string, unknown>
      due_at: Date
    }>`
      update ${table(workspace, '_deadline')} set state = 'fired', fired_at = ${tx.now}
      where id in (select id from ${table(workspace, '_deadline')} where state = 'waiting' and due_at <= ${tx.now} order by due_at limit 200 for update skip locked)
      returning name, object, record, key, payload, due_at`.execute(tx.db)
    await emitEvents(
      tx,
      rows.map(({ name, object, record, key, payload, due_at }) => ({
        name: `deadline.${name}`,
        object,
        record,
        payload: { ...payload, key, due_at: due_at.toISOString() },
      })),
    )
    return rows.length
  })
}

/** When the next deadline comes due, by the workspace's clock. */
export async function nextDue(workspace: Workspace): Promise<Date | null> {
  const { rows } = await sql<{
    due_at: Date
  }>`select due_at from ${table(workspace, '_deadline')} where state = 'waiting' order by due_at limit 1`.execute(
    workspace.db,
  )
  return rows[0]?.due_at ?? null
}

/** Moves the workspace's clock forward; for demonstrations and tests. */
export async function moveClock(workspace: Workspace, byMs: number): Promise<Date> {
  await sql`update ${table(workspace, '_workspace')} set clock_offset_ms = clock_offset_ms + ${byMs}`.execute(
    workspace.db,
  )
  await refresh(workspace)
  return now(workspace)
}

function dueMoment(tx: Tx, due: Due): Date {
  const minutes = (due.minutes ?? 0) + (due.round_the_clock ? (due.days ?? 0) * 1440 : 0)
  const from = due.from ?? tx.now
  if (due.round_the_clock) return new Date(from.getTime() + minutes * 60_000)
  const calendar = companyCalendar(tx.workspace.zone)
  const later = due.days ? calendar.addWorkingTime(from, { days: due.days }) : from
  return minutes ? calendar.addWorkingTime(later, { minutes }) : later
}
