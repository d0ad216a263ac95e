import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Process } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import { setDeadline } from '../deadlines/deadlines.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { nextMoment } from './moments.ts'
import {
  dateDue,
  dateOf,
  daysOf,
  noRecord,
  planOf,
  refuseOldDefinitions,
  scheduleDue,
  scheduleOf,
} from './timed.ts'

/**
 * Brings what is planned in line with the published processes: called when a server starts and after every
 * publishing, and harmless at any other time. Of a start that changed or is gone every planned moment is
 * cleared; a new schedule gets its next moment, a new date start its records, page by page.
 */
export async function planStarts(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`guantong plan ${tx.workspace.name}`}, 0))`.execute(
    tx.db,
  )
  await refuseOldDefinitions(tx)
  const { rows } = await sql<{
    process: string
    start: unknown
  }>`select process, start from ${table(tx.workspace, '_process_plan')}`.execute(tx.db)
  const planned = new Map(rows.map((row) => [row.process, row.start]))
  const timed = Object.values(tx.definitions.processes).filter(
    (process) => scheduleOf(process) || dateOf(process),
  )
  const stands = (process: Process) =>
    isDeepStrictEqual(planned.get(process.name), JSON.parse(JSON.stringify(planOf(process, tx.workspace))))
  const standing = new Set(timed.filter(stands).map(({ name }) => name))
  for (const name of planned.keys()) if (!standing.has(name)) await forget(tx, name)
  for (const process of timed) {
    if (!standing.has(process.name)) await note(tx, process)
    if (scheduleOf(process)) await planNext(tx, process)
    else if (!standing.has(process.name))
      await emitEvents(tx, [
        {
          name: 'process.plan_page',
          payload: {
            process: process.name,
            since: tx.now.toISOString(),
            plan: planOf(process, tx.workspace),
          },
        },
      ])
  }
}

/**
 * Plans the next moment of a schedule, strictly after now: what was missed since is caught up by one run, not
 * by many. It is also after the moment at which the last one was found due, for the clock of the server that
 * found it may be ahead of ours.
 */
export async function planNext(tx: Tx, process: Process, found = tx.now): Promise<void> {
  const at = nextMoment(scheduleOf(process)!.schedule, found > tx.now ? found : tx.now, daysOf(tx.workspace))
  const { rows } =
    await sql`select from ${table(tx.workspace, '_deadline')} where record = ${noRecord} and name = ${scheduleDue} and key = ${process.name} and state = 'waiting'`.execute(
      tx.db,
    )
  // One that is waiting stands, also when it has come due meanwhile: it is about to be caught up.
  if (rows.length === 0)
    await setDeadline(tx, {
      name: scheduleDue,
      object: process.object,
      record: noRecord,
      key: process.name,
      at,
      payload: { plan: planOf(process, tx.workspace) },
    })
}

async function note(tx: Tx, process: Process): Promise<void> {
  await sql`
    insert into ${table(tx.workspace, '_process_plan')} (process, start, planned_at) values (${process.name}, ${JSON.stringify(planOf(process, tx.workspace))}::jsonb, ${tx.now})`.execute(
    tx.db,
  )
}

/** However many dates wait, no statement takes long. */
const forgetAtOnce = 20_000

async function forget(tx: Tx, process: string): Promise<void> {
  const deadlines = table(tx.workspace, '_deadline')
  for (let cleared = forgetAtOnce; cleared === forgetAtOnce;) {
    const { numAffectedRows } = await sql`
      update ${deadlines} set state = 'cleared'
      where id in (select id from ${deadlines} where name in (${scheduleDue}, ${dateDue}) and key = ${process} and state = 'waiting' limit ${forgetAtOnce})`.execute(
      tx.db,
    )
    cleared = Number(numAffectedRows ?? 0)
  }
  await sql`delete from ${table(tx.workspace, '_process_plan')} where process = ${process}`.execute(tx.db)
}
