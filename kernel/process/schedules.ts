import { isDeepStrictEqual } from 'node:util'
import { defineReaction, refuse, type Process } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import { listRecords } from '../records/list.ts'
import { readTx } from '../work/makeWork.ts'
import type { Tx } from '../workspace/transact.ts'
import { beginRun, noteFailedRun } from './begin.ts'
import { planNext } from './plan.ts'
import { planOf, processNamed, refuseOldDefinitions, scheduleDue, scheduleOf } from './timed.ts'

const pageSize = 20
/** Records that one moment of a schedule runs over; more are a failed run that says so. */
export const recordsMax = 10_000

/**
 * The moment of a schedule has come, or came while nobody ran: one run, or one for each record, and the next
 * moment is planned.
 */
export const runSchedule = defineReaction('process.run_schedule', {
  on: [`deadline.${scheduleDue}`],
  async run(work, { at, payload }) {
    const tx = readTx(work)
    await refuseOldDefinitions(tx)
    const process = processNamed(tx.definitions, payload.key)
    if (!process || !isSame(tx, process, payload.plan)) return
    await planNext(tx, process, new Date(at))
    if (scheduleOf(process)!.records === undefined)
      await beginRun(tx, process, { record: null, values: { event: { at: payload.due_at } } })
    else await runPage(tx, process, { at: payload.due_at, done: 0 })
  },
})

/** The next page of the records of a moment. */
export const runNextPage = defineReaction('process.run_page', {
  on: ['process.run_page'],
  async run(work, { payload }) {
    const tx = readTx(work)
    const process = processNamed(tx.definitions, payload.process)
    if (process && isSame(tx, process, payload.plan))
      await runPage(asTurn(tx), process, payload as unknown as Turn)
  },
})

/** A schedule that was changed meanwhile does not go on: it has been planned anew. */
const isSame = (tx: Tx, process: Process, plan: unknown): boolean =>
  scheduleOf(process) !== undefined &&
  isDeepStrictEqual(JSON.parse(JSON.stringify(planOf(process, tx.workspace))), plan)

interface Turn {
  readonly at: string
  readonly after?: string
  readonly done: number
}

async function runPage(tx: Tx, process: Process, { at, after, done }: Turn): Promise<void> {
  const { items, next } = await listRecords(tx, process.object, {
    where: scheduleOf(process)!.records,
    limit: pageSize,
    after,
  })
  for (const { id } of items) await beginRun(tx, process, { record: id, values: { event: { at } } })
  if (next === null) return
  if (done + items.length < recordsMax)
    await emitEvents(tx, [
      {
        name: 'process.run_page',
        payload: {
          process: process.name,
          plan: planOf(process, tx.workspace),
          at,
          after: next,
          done: done + items.length,
        },
      },
    ])
  else
    await noteFailedRun(tx, process, {
      record: null,
      refused: refuse('too_many_records', {
        zh: `一次定时最多处理${recordsMax}条记录，其余未处理，请收窄条件`,
        en: `One moment of a schedule runs over ${recordsMax} records at most; the rest were left out: narrow the condition`,
      }),
    })
}

/** A page follows the page before, it is not set off by it: however many there are, they are no chain. */
export const asTurn = (tx: Tx): Tx => Object.create(tx, { depth: { value: tx.depth - 1 } }) as Tx
