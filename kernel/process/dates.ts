import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import {
  addDays,
  defineReaction,
  feelTypeOf,
  localDate,
  Refusal,
  type AnyRow,
  type Process,
} from '../../model/index.ts'
import { clearDeadline, setDeadline } from '../deadlines/deadlines.ts'
import { objectOf, storedFields } from '../definitions/stored.ts'
import { emitEvents } from '../events/emit.ts'
import { objectOfEvent } from '../events/eventName.ts'
import { listRecords } from '../records/list.ts'
import { loadRecord } from '../records/load.ts'
import { readTx } from '../work/makeWork.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { beginRun } from './begin.ts'
import { dateMoment } from './moments.ts'
import { asTurn } from './schedules.ts'
import { dateDue, dateOf, daysOf, planOf, processNamed, refuseOldDefinitions, watchedDates } from './timed.ts'

/** A record was written: the moments that hang on its dates are set, moved or cleared. */
export const watchDates = defineReaction('process.watch_dates', {
  on: ['*.created', '*.updated', '*.imported', '*.restored', '*.deleted'],
  hears: (definitions, event) => watchedDates(definitions).has(objectOfEvent(event)),
  async run(work, { object, record: id, at }) {
    if (!object || !id) return
    const tx = readTx(work)
    await refuseOldDefinitions(tx)
    const record = await present(tx, object, id)
    if (!record) return clearDeadline(tx, { name: dateDue, record: id })
    for (const process of Object.values(tx.definitions.processes))
      if (process.object === object && dateOf(process))
        await follow(tx, process, { record, since: new Date(at) })
  },
})

/**
 * The moment that hangs on a date has come. Where the date moved in between, it is the moved one that counts.
 */
export const runDate = defineReaction('process.run_date', {
  on: [`deadline.${dateDue}`],
  async run(work, { record: id, payload }) {
    const tx = readTx(work)
    await refuseOldDefinitions(tx)
    const process = processNamed(tx.definitions, payload.key)
    const start = dateOf(process)
    const record = process && start && id ? await present(tx, process.object, id) : undefined
    if (!process || !start || !record) return
    const due = new Date(payload.due_at)
    if (momentOf(tx, process, record)?.getTime() !== due.getTime())
      return follow(tx, process, { record, since: due })
    const values = { event: { at: payload.due_at, field: start.date_field, value: record[start.date_field] } }
    await beginRun(deeper(tx, Number(payload.depth ?? 0)), process, { record: record.id, values })
  },
})

const pageSize = 500

/**
 * The records that were there before the process was published, page by page. What lies in the past by then
 * plans nothing.
 */
export const planPage = defineReaction('process.plan_page', {
  on: ['process.plan_page'],
  async run(work, { payload }) {
    const tx = asTurn(readTx(work))
    await refuseOldDefinitions(tx)
    const process = processNamed(tx.definitions, payload.process)
    if (
      !process ||
      !dateOf(process) ||
      !isDeepStrictEqual(JSON.parse(JSON.stringify(planOf(process, tx.workspace))), payload.plan)
    )
      return
    const since = new Date(payload.since)
    const { items, next } = await listRecords(tx, process.object, {
      where: earliest(tx, process, since),
      limit: pageSize,
      after: payload.after as string | undefined,
    })
    const due = items
      .flatMap((record) => [{ record: record.id, at: momentOf(tx, process, record) }])
      .filter((one) => one.at !== null && one.at > since)
    if (due.length > 0) await insertDue(tx, process, due as readonly { record: string; at: Date }[])
    if (next !== null)
      await emitEvents(tx, [{ name: 'process.plan_page', payload: { ...payload, after: next } }])
  },
})

const momentOf = (tx: Tx, process: Process, record: AnyRow): Date | null => {
  const start = dateOf(process)!
  return dateMoment(start, record[start.date_field], daysOf(tx.workspace))
}

/**
 * A moment so near that it might be the next link of a chain that never ends carries the depth of what set
 * it.
 */
const nearMs = 60_000

/**
 * Brings the deadline of one process on one record in line with its date. A moment that had passed already at
 * `since`, when the date came to be what it is, plans nothing; and no moment of a record fires twice.
 */
async function follow(
  tx: Tx,
  process: Process,
  { record, since }: { record: AnyRow; since: Date },
): Promise<void> {
  const at = momentOf(tx, process, record)
  const { rows } = await sql<{ state: string; due_at: Date }>`
    select state, due_at from ${table(tx.workspace, '_deadline')} where record = ${record.id} and name = ${dateDue} and key = ${process.name}
      and (state = 'waiting' or (state = 'fired' and due_at = ${at}))`.execute(tx.db)
  const waiting = rows.find((row) => row.state === 'waiting')
  if (at && waiting?.due_at.getTime() === at.getTime()) return
  if (at && at > since && !rows.some((row) => row.state === 'fired')) {
    const depth = at.getTime() - tx.now.getTime() < nearMs ? tx.depth : 0
    await setDeadline(tx, {
      name: dateDue,
      object: process.object,
      record: record.id,
      key: process.name,
      at,
      payload: { depth },
    })
  } else if (waiting) await clearDeadline(tx, { name: dateDue, record: record.id, key: process.name })
}

/** One statement a page. Whoever wrote the record meanwhile knew better: what waits already is left. */
async function insertDue(
  tx: Tx,
  process: Process,
  due: readonly { readonly record: string; readonly at: Date }[],
): Promise<void> {
  const deadlines = table(tx.workspace, '_deadline')
  const rows = due.map(({ record, at }) => ({ id: uuidv7(), record, at }))
  await sql`
    insert into ${deadlines} (id, name, object, record, key, due_at, payload, trace, created_at)
    select n.id, ${dateDue}, ${process.object}, n.record, ${process.name}, n.at, '{}', ${tx.trace}::uuid, ${tx.now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as n(id uuid, record uuid, at timestamptz(3))
    where not exists (select from ${deadlines} d where d.record = n.record and d.key = ${process.name} and d.name = 'process_date' and d.state = 'fired' and d.due_at = n.at)
    on conflict (record, name, key) where state = 'waiting' do nothing`.execute(tx.db)
}

/**
 * A condition that leaves out most of a long history: dates so early that their moment has certainly passed.
 */
function earliest(tx: Tx, process: Process, since: Date): string {
  const { date_field, after } = dateOf(process)!
  const days = !after
    ? 2
    : 'days' in after
      ? after.days + 2
      : 'hours' in after
        ? Math.ceil(after.hours / 24) + 2
        : after.working_days * 2 + 40
  const day = addDays(localDate(since, tx.workspace.zone), -days)
  const field = storedFields(objectOf(tx.definitions, process.object), tx.definitions)[date_field]!
  return feelTypeOf(field) === 'date'
    ? `${date_field} >= date("${day}")`
    : `${date_field} >= date and time("${day}T00:00:00Z")`
}

async function present(tx: Tx, object: string, id: string): Promise<AnyRow | undefined> {
  try {
    return await loadRecord(tx, object, id)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const deeper = (tx: Tx, by: number): Tx => Object.create(tx, { depth: { value: tx.depth + by } }) as Tx
