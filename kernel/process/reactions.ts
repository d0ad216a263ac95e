import { sql } from 'kysely'
import { defineModule, defineReaction, type EventRow } from '../../model/index.ts'
import { runAction } from '../actions/runAction.ts'
import { readTx } from '../work/makeWork.ts'
import type { Tx } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { attempt } from './attempt.ts'
import { planPage, runDate, watchDates } from './dates.ts'
import { awaitedEvents } from './awaitedEvents.ts'
import { advanceInstance } from './instances.ts'
import { hearEvent } from './listen.ts'
import { planStarts } from './plan.ts'
import { runNextPage, runSchedule } from './schedules.ts'
import { holdInstance } from './store.ts'

/** A deadline of a step has passed. The engine ignores one that no longer stands. */
const passDue = defineReaction('process.pass_due', {
  on: ['deadline.process_due'],
  async run(work, { payload }) {
    await advanceInstance(readTx(work), payload.instance, { kind: 'due', id: payload.key, at: payload.at })
  },
})

/**
 * Runs an action for an instance that waits for it, as the system, and tells it how that went, in one
 * transaction. A refusal is the process's to deal with (its `failed` branch, or a task of the administrator)
 * and undoes only what the action did.
 */
const runWaiting = defineReaction('process.run_action', {
  on: ['process.action'],
  async run(work, { payload }) {
    const tx = readTx(work)
    const { instance, wait, action, input } = payload as {
      instance: string
      wait: string
      action: string
      input: Record<string, unknown>
    }
    const { object, record, process, state } = await holdInstance(tx, instance)
    if (!state.tokens.some((token) => token.awaiting?.id === wait)) return
    let result: unknown
    const refused = await attempt(tx, async () => {
      result = await runAction(
        asSystem(tx, process),
        object,
        record,
        action.startsWith(`${object}.`) ? action.slice(object.length + 1) : action,
        input,
      )
    })
    await advanceInstance(
      tx,
      instance,
      refused
        ? { kind: 'action_failed', id: wait, message: refused.sentence }
        : { kind: 'action_done', id: wait, result: JSON.parse(JSON.stringify(result ?? null)) as unknown },
    )
  },
})

/** What runs on a record that is gone is called off, so that nobody is asked about it. */
const callOff = defineReaction('process.call_off', {
  on: ['*.deleted'],
  async run(work, { record }: EventRow) {
    const tx = readTx(work)
    const { rows } = await sql<{
      id: string
    }>`select id from ${table(tx.workspace, '_process_instance')} where record = ${record} and status = 'running' order by id`.execute(
      tx.db,
    )
    for (const { id } of rows) await advanceInstance(tx, id, { kind: 'cancelled' })
  },
})

/** Events that processes start on or wait for. */
const listen = defineReaction('process.listen', {
  on: [],
  hears: (definitions, event) => awaitedEvents(definitions).has(event),
  run: (work, event) => hearEvent(readTx(work), event),
})

/** What was published may start by time, no longer do so, or do so at other moments. */
const replan = defineReaction('process.plan_starts', {
  on: ['definition.published'],
  run: (work) => planStarts(readTx(work)),
})

const asSystem = (tx: Tx, process: string): Tx =>
  Object.create(tx, { actor: { value: systemActor(`process.${process}`) } }) as Tx

export const processes = defineModule({
  name: 'processes',
  label: { zh: '流程', en: 'Processes' },
  reactions: [
    passDue,
    runWaiting,
    callOff,
    listen,
    replan,
    runSchedule,
    runNextPage,
    watchDates,
    runDate,
    planPage,
  ],
})
