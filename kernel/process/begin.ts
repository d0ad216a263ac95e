import { v7 as uuidv7 } from 'uuid'
import { adminRoleOf, localDate, newInstance, refuse, type Process, type Refusal } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import { notify } from '../notify/notify.ts'
import type { Tx } from '../workspace/transact.ts'
import { attempt } from './attempt.ts'
import { readDirectory, withRole } from './directory.ts'
import { startInstance, type Starting } from './instances.ts'
import { insertFailed } from './store.ts'

/**
 * A run is not begun so deep in a chain of reactions: it needs some of the 20 that are allowed
 * (events/react.ts) for its own steps.
 */
export const chainMax = 16

type Beginning = Pick<Starting, 'record' | 'values'>

/**
 * Begins a run that the house starts, by an event, a schedule, a date, a mail; answers its id, null where
 * there is none. That the record does not meet the condition, is gone, or has this process running already is
 * no failure. Any other refusal undoes what the run did and is kept as a failed run.
 */
export async function beginRun(tx: Tx, process: Process, beginning: Beginning): Promise<string | null> {
  let id: string | null = null
  const refused =
    tx.depth >= chainMax
      ? cutLoop()
      : await attempt(tx, async () => {
          id = await startInstance(tx, process.name, { object: process.object, ...beginning })
        })
  if (!refused) return id
  if (!passedOver.has(refused.code)) await noteFailedRun(tx, process, { ...beginning, refused })
  return null
}

const passedOver = new Set(['process_running', 'process_not_now', 'not_found'])

const cutLoop = () =>
  refuse('loop_cut', {
    zh: `自动流程互相触发超过${chainMax}层，已切断`,
    en: `A chain of more than ${chainMax} automations that set each other off was cut`,
  })

/**
 * Keeps a start that was refused where runs are looked for, in the timeline of its record, and tells the
 * administrators, once a day for each process.
 */
export async function noteFailedRun(
  tx: Tx,
  process: Process,
  { record, values, refused }: Beginning & { readonly refused: Refusal },
): Promise<void> {
  const id = uuidv7({ msecs: tx.now.getTime() })
  const { zh, en = zh } = refused.sentence
  const state = newInstance({
    id,
    definition: process.name,
    version: tx.definitions.version,
    context: { ...values },
  })
  state.status = 'ended'
  state.outcome = 'cancelled'
  state.history.push({
    id: `${id}:1`,
    at: tx.now.toISOString(),
    what: 'failed',
    outcome: refused.code,
    comment: { zh, en },
  })
  await insertFailed(tx, {
    id,
    process: process.name,
    definition: process,
    object: process.object,
    record,
    state,
  })
  await emitEvents(tx, [
    {
      name: 'process.step',
      object: process.object,
      record,
      payload: {
        process: process.name,
        process_label: process.label,
        instance: id,
        what: 'failed',
        outcome: refused.code,
        comment: { zh, en },
      },
    },
  ])
  const title = {
    zh: `流程“${process.label.zh}”未能自动启动：${zh}`,
    en: `The process "${process.label.en ?? process.label.zh}" could not start by itself: ${en}`,
  }
  await notify(tx, withRole(await readDirectory(tx), adminRoleOf(process)), {
    title,
    ...(record !== null && { object: process.object, record }),
    key: `failed:${process.name}:${localDate(tx.now, tx.workspace.zone)}`,
  })
}
