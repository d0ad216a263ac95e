import {
  newInstance,
  Refusal,
  refuse,
  startOf,
  type ButtonStart,
  type Label,
  type Process,
} from '../../model/index.ts'
import { checkScope, inScope, mayAct } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import { loadRecord } from '../records/load.ts'
import type { Tx } from '../workspace/transact.ts'
import { processNamed } from './timed.ts'
import { seeWorld } from './world.ts'

interface Place {
  readonly object: string
  readonly record: string
}

const buttonOf = (process: Process | undefined): ButtonStart | undefined => {
  const on = startOf(process)
  return on && 'button' in on ? on : undefined
}

/**
 * The buttons that the caller has on a record now: of processes whose condition holds, that do not run on it,
 * and that the caller may start.
 */
export async function buttonsOf(
  tx: Tx,
  object: string,
  record: string,
  running: ReadonlySet<string>,
): Promise<readonly { process: string; label: Label; button: Label }[]> {
  const found = []
  for (const process of Object.values(tx.definitions.processes)) {
    const { name, label } = process
    const start = buttonOf(process)
    if (!start || process.object !== object || running.has(name)) continue
    if ((await mayPress(tx, process, { object, record })) && (await applies(tx, process, record)))
      found.push({ process: name, label, button: start.button })
  }
  return found
}

/**
 * Lets the caller press the button of a process or refuses it: `process_unknown`, `not_found`, `not_allowed`.
 * Whether it applies now is for the start to say.
 */
export async function pressButton(tx: Tx, name: string, place: Place): Promise<void> {
  const process = processNamed(tx.definitions, name)
  if (!process || !buttonOf(process))
    throw refuse(
      'process_unknown',
      { zh: `没有可以手动发起的流程“${name}”`, en: `There is no process "${name}" to be started by hand` },
      { status: 404 },
    )
  checkScope(tx.actor, objectOf(tx.definitions, place.object), 'act')
  if (await mayPress(tx, process, place)) return
  await loadRecord(tx, place.object, place.record)
  throw refuse(
    'not_allowed',
    { zh: `您无权发起“${process.label.zh}”`, en: `You may not start "${process.label.en ?? name}"` },
    { status: 403 },
  )
}

/**
 * By a role that the button names or a grant on the object that names the process like an action; where it
 * names no role, whoever may change the record.
 */
async function mayPress(tx: Tx, process: Process, { object, record }: Place): Promise<boolean> {
  if (!inScope(tx.actor, objectOf(tx.definitions, object), 'act')) return false
  const { roles } = buttonOf(process)!
  const named = mayAct(
    tx.definitions,
    objectOf(tx.definitions, object),
    { name: process.name, ...(roles && { roles }) },
    tx.actor,
  )
  if (!named && roles) return false
  return allowed(() => loadRecord(tx, object, record, named ? {} : { verb: 'update' }))
}

async function applies(tx: Tx, process: Process, record: string): Promise<boolean> {
  const { when } = process.start
  if (when === undefined) return true
  const state = newInstance({ id: record, definition: process.name, version: tx.definitions.version })
  const world = await seeWorld(tx, {
    definition: process,
    object: process.object,
    record,
    started_by: tx.actor.id,
    state,
  })
  return allowed(async () => {
    if (!world.holds(when, { process: {} })) throw refuse('process_not_now', { zh: '', en: '' })
  })
}

async function allowed(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
