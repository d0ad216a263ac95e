import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import {
  advance,
  newInstance,
  refuse,
  runsAlone,
  type Process,
  type ProcessEvent,
  type ProcessInstance,
} from '../../model/index.ts'
import { checkScope } from '../access/grants.ts'
import { emitEvents } from '../events/emit.ts'
import { loadRecord } from '../records/load.ts'
import { changeRecord } from '../records/write.ts'
import { handProcesses } from '../work/processes.ts'
import { asTrusted, type Tx } from '../workspace/transact.ts'
import { attempt } from './attempt.ts'
import { performEffects, type Followed } from './perform.ts'
import { childOf, holdInstance, insertInstance, isRunning, saveInstance, type Held } from './store.ts'
import { seeWorld } from './world.ts'

export interface Starting {
  readonly object: string
  /** Null for a process that runs on no record. */
  readonly record: string | null
  /**
   * The instance's context, `process` in expressions; `chosen` in it names people by node: `{ chosen: { node:
   * [user] } }`.
   */
  readonly values?: Readonly<Record<string, unknown>>
  readonly parent?: { readonly id: string; readonly wait: string; readonly initiator: string | null }
}

/**
 * Starts a process on a record as it is published now; answers the instance id. Refuses `process_unknown`,
 * `record_needed`, `process_running`, `process_not_now`.
 * @example const instance = await startInstance(tx, 'quote_approval', { object: 'quote', record: quote.id })
 */
export async function startInstance(
  tx: Tx,
  process: string,
  { object, record, values = {}, parent }: Starting,
): Promise<string> {
  const definition = definitionOf(tx, process, object)
  if (record === null && !runsAlone(definition))
    throw refuse('record_needed', {
      zh: `“${definition.label.zh}”需要在一条记录上发起`,
      en: `"${definition.label.en ?? definition.name}" runs on a record: say which`,
    })
  const row = record === null ? null : await loadRecord(tx, object, record, { lock: true })
  if (record !== null && (await isRunning(tx, process, record)))
    throw refuse(
      'process_running',
      {
        zh: `“${definition.label.zh}”正在进行中，不能重复发起`,
        en: `"${definition.label.en ?? definition.name}" is running already`,
      },
      { status: 409 },
    )
  const { chosen, ...context } = values
  const id = uuidv7({ msecs: tx.now.getTime() })
  const held: Held = {
    id,
    process,
    definition,
    object,
    record,
    state: newInstance({ id, definition: process, version: tx.definitions.version, context }),
    started_by: parent ? parent.initiator : (tx.actor.id ?? row?.owner ?? null),
    parent: parent?.id ?? null,
    parent_wait: parent?.wait ?? null,
  }
  if (
    definition.start.when !== undefined &&
    !(await seeWorld(tx, held)).holds(definition.start.when, { process: context })
  )
    throw refuse(
      'process_not_now',
      {
        zh: `该记录现在不需要“${definition.label.zh}”`,
        en: `"${definition.label.en ?? definition.name}" does not apply to this record now`,
      },
      { status: 409 },
    )
  await insertInstance(tx, held)
  await step(tx, held, {
    kind: 'start',
    ...(tx.actor.id !== null && !parent && { by: tx.actor.id }),
    ...(chosen !== undefined && { chosen: chosenPeople(chosen) }),
  })
  return id
}

/**
 * Takes back a running process. The initiator while the process allows it; business code acting for somebody
 * else calls it off.
 */
export async function withdrawInstance(tx: Tx, id: string, comment?: string): Promise<void> {
  const by = tx.actor.id
  const held = await holdInstance(tx, id)
  checkScope(tx.actor, tx.definitions.objects[held.object] ?? { name: held.object }, 'act')
  const said = comment === undefined ? {} : { comment }
  if (by !== null && (!tx.actor.trusted || by === held.started_by))
    await step(tx, held, { kind: 'withdraw', by, ...said })
  else await step(tx, held, { kind: 'cancelled', ...(by !== null && { by }), ...said })
}

/** Calls off what a run was for, whoever may withdraw it; one that has ended by itself is left as it is. */
export async function callOffInstance(tx: Tx, id: string): Promise<void> {
  const held = await holdInstance(tx, id)
  if (held.state.status !== 'ended')
    await step(tx, held, { kind: 'cancelled', ...(tx.actor.id !== null && { by: tx.actor.id }) })
}

/**
 * One event to one instance: state and effects in the caller's transaction, instances one event after the
 * other.
 */
export async function advanceInstance(tx: Tx, id: string, event: ProcessEvent): Promise<ProcessInstance> {
  const held = await holdInstance(tx, id)
  checkScope(tx.actor, tx.definitions.objects[held.object] ?? { name: held.object }, 'act')
  return step(tx, held, event)
}

async function step(tx: Tx, held: Held, event: ProcessEvent): Promise<ProcessInstance> {
  await writeAnswer(tx, held, event)
  const world = await seeWorld(tx, held)
  const { instance, effects } = advance(held.definition, held.state, event, world)
  const after: Held = { ...held, state: instance, started_by: held.started_by ?? world.initiator }
  await saveInstance(tx, after)
  for (const effect of await performEffects(tx, after, effects, world)) await follow(tx, after, effect)
  return instance
}

/**
 * What was filled in is written before the engine looks, so that the branches behind a form see what it says.
 * The engine refuses what was not asked.
 */
async function writeAnswer(tx: Tx, held: Held, event: ProcessEvent): Promise<void> {
  if (event.kind !== 'task_completed' || !event.fields || held.record === null) return
  const task = held.state.tasks.find((one) => one.id === event.task)
  if (
    task?.status !== 'open' ||
    task.assignee !== event.by ||
    !Object.keys(event.fields).every((name) => task.form?.includes(name))
  )
    return
  await changeRecord(asTrusted(tx, `process.${held.process}`), held.object, held.record, event.fields)
}

async function follow(tx: Tx, held: Held, effect: Followed): Promise<void> {
  if (effect.kind === 'cancel_child') {
    const child = await childOf(tx, held.id, effect.id)
    if (child)
      await advanceInstance(tx, child, {
        kind: 'cancelled',
        ...(tx.actor.id !== null && { by: tx.actor.id }),
      })
  } else if (effect.kind === 'start_child') {
    const { record = held.record, ...values } = effect.input
    const parent = { id: held.id, wait: effect.id, initiator: held.state.initiator ?? held.started_by }
    const object = tx.definitions.processes[effect.process]?.object ?? held.object
    const refused = await attempt(
      tx,
      async () =>
        void (await startInstance(asTrusted(tx), effect.process, {
          object,
          record: record === null ? null : String(record),
          values,
          parent,
        })),
    )
    if (refused)
      await advanceInstance(tx, held.id, { kind: 'action_failed', id: effect.id, message: refused.sentence })
  } else {
    await announceEnd(tx, held)
    if (held.parent && held.parent_wait)
      await advanceInstance(tx, held.parent, {
        kind: 'child_ended',
        id: held.parent_wait,
        outcome: effect.outcome,
      })
  }
}

/**
 * `process.ended`, and for who waits for this very outcome `process.<name>.approved`, `.rejected` or
 * `.withdrawn`.
 */
async function announceEnd(tx: Tx, { id, process, definition, object, record, state }: Held): Promise<void> {
  const taken = state.history.some((line) => line.what === 'withdrawn')
  const outcome = state.outcome === 'cancelled' && taken ? 'withdrawn' : state.outcome
  const last = state.history.findLast((line) => line.comment !== undefined && line.by !== undefined)
  const payload = {
    process,
    process_label: definition.label,
    outcome,
    instance: id,
    object,
    record,
    initiator: state.initiator ?? null,
    comment: last?.comment ?? null,
    values: state.context,
  }
  await emitEvents(tx, [
    { name: 'process.ended', object, record, payload },
    {
      name: `process.${process}.${state.outcome === 'cancelled' ? 'withdrawn' : state.outcome}`,
      object,
      record,
      payload,
    },
  ])
}

function definitionOf(tx: Tx, name: string, object: string): Process {
  const definition = Object.hasOwn(tx.definitions.processes, name)
    ? tx.definitions.processes[name]
    : undefined
  if (!definition)
    throw refuse(
      'process_unknown',
      { zh: `没有流程“${name}”`, en: `There is no process "${name}"` },
      { status: 404 },
    )
  if (definition.object !== object)
    throw refuse('process_wrong_object', {
      zh: `流程“${definition.label.zh}”不适用于该对象`,
      en: `"${definition.label.en ?? name}" is not a process of ${object}`,
    })
  return definition
}

function chosenPeople(chosen: unknown): Record<string, string[]> {
  const parsed = z.record(z.string(), z.array(z.string()).max(100)).safeParse(chosen)
  if (!parsed.success)
    throw refuse(
      'request_invalid',
      { zh: 'chosen 应为“节点: [人员]”', en: '"chosen" must say people by node' },
      { field: 'chosen', status: 400 },
    )
  return parsed.data
}

handProcesses({ start: startInstance, withdraw: withdrawInstance, callOff: callOffInstance })
