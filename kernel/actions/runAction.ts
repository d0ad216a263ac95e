import {
  holds,
  parseExpression,
  pipelineFor,
  refuse,
  Refusal,
  type ActionDef,
  type AnyRow,
  type ObjectDef,
} from '../../model/index.ts'
import { mayAct } from '../access/grants.ts'
import { scopeFor } from '../definitions/scopeFor.ts'
import { objectOf } from '../definitions/stored.ts'
import { refuseClosed } from '../records/closedStage.ts'
import { contextFor } from '../records/context.ts'
import { loadRecord, notFound } from '../records/load.ts'
import { refuseFaults } from '../records/faults.ts'
import { parseValue } from '../records/parse.ts'
import { checkReferences } from '../records/references.ts'
import { isAsked, isMissing, missingField } from '../records/shown.ts'
import { refuseLocked } from '../records/locked.ts'
import { changeRecord } from '../records/write.ts'
import { makeWork } from '../work/makeWork.ts'
import { asTrusted, type Tx } from '../workspace/transact.ts'

type Input = Readonly<Record<string, unknown>>

/**
 * Runs a verb on a record: may you, read under grant, when, parse, run. What it does is one transaction with
 * the request.
 */
export async function runAction(
  tx: Tx,
  name: string,
  id: string | null,
  verb: string,
  input: Input,
): Promise<unknown> {
  const object = objectOf(tx.definitions, name)
  if (verb === 'move_stage' && id) return moveStage(tx, object, id, input)
  const action = Object.hasOwn(tx.definitions.actions[name] ?? {}, verb)
    ? tx.definitions.actions[name]![verb]
    : undefined
  if (!action || Boolean(action.collective) !== (id === null))
    throw refuse(
      'action_unknown',
      {
        zh: `“${object.label.zh}”没有操作“${verb}”`,
        en: `${object.label.en ?? object.name} has no action "${verb}"`,
      },
      { status: 404 },
    )
  const record = id === null ? null : await loadRecord(tx, name, id, { lock: true })
  if (!mayAct(tx.definitions, object, action, tx.actor))
    throw refuse(
      'not_allowed',
      { zh: `您无权执行“${action.label.zh}”`, en: `You may not run "${action.label.en ?? action.name}"` },
      { status: 403 },
    )
  if (record && (await applying(tx, object, [action], record)).length === 0) throw notNow(action)
  const parsed = await parseInput(tx, action, input)
  return (await action.run(makeWork(tx, `${name}.${verb}`), record, parsed)) ?? {}
}

/** Names of the verbs that this actor may run on this record as it stands. */
export async function actionsNow(tx: Tx, object: ObjectDef, record: AnyRow): Promise<readonly string[]> {
  const theirs = Object.values(tx.definitions.actions[object.name] ?? {}).filter(
    (action) => !action.collective && mayAct(tx.definitions, object, action, tx.actor),
  )
  return (await applying(tx, object, theirs, record)).map((action) => action.name)
}

/**
 * Which of the actions the state of the record allows; what their conditions look at is read once for all.
 */
async function applying(
  tx: Tx,
  object: ObjectDef,
  actions: readonly ActionDef[],
  record: AnyRow,
): Promise<readonly ActionDef[]> {
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const judged = actions.map((action) => ({
    action,
    condition: action.when ? parseExpression(action.when, scope) : null,
  }))
  const context = await contextFor(
    tx,
    object,
    record,
    judged.flatMap(({ condition }) => condition ?? []),
  )
  const clock = { scope, now: tx.now, zone: tx.workspace.zone }
  return judged
    .filter(({ condition }) => !condition || holds(condition, context, clock))
    .map(({ action }) => action)
}

const notNow = (action: ActionDef) =>
  refuse(
    'action_not_now',
    action.because ?? {
      zh: `现在不能“${action.label.zh}”：单据状态不符`,
      en: `"${action.label.en ?? action.name}" is not possible in the present state`,
    },
    { status: 409 },
  )

async function parseInput(tx: Tx, action: ActionDef, input: Input): Promise<Input> {
  const fields = action.input ?? {}
  const unknown = Object.keys(input).find((name) => !Object.hasOwn(fields, name))
  if (unknown)
    throw refuse(
      'field_unknown',
      {
        zh: `操作“${action.label.zh}”没有参数“${unknown}”`,
        en: `"${action.label.en ?? action.name}" takes no "${unknown}"`,
      },
      { field: unknown, status: 400 },
    )
  const parsed: Record<string, unknown> = {}
  const faults = new Map<string, Refusal>()
  for (const [name, field] of Object.entries(fields))
    try {
      parsed[name] =
        input[name] === undefined ? (field.default ?? null) : parseValue(name, field, input[name])
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      faults.set(name, error)
    }
  const clock = { now: tx.now, zone: tx.workspace.zone }
  const empty = Object.entries(fields).filter(
    ([name, field]) =>
      field.required && !faults.has(name) && isMissing(parsed[name]) && isAsked(field, fields, parsed, clock),
  )
  refuseFaults([...faults.values(), ...empty.map(([name, field]) => missingField(name, field))])
  await checkReferences(tx, { name: action.name, label: action.label, fields, access: {} }, parsed)
  return parsed
}

/** The built-in verb of pipelines that people move. */
async function moveStage(tx: Tx, object: ObjectDef, id: string, input: Input): Promise<AnyRow> {
  const unknown = Object.keys(input).find((name) => !['to', 'lost_reason', 'lost_note'].includes(name))
  if (unknown)
    throw refuse(
      'field_unknown',
      { zh: `推进阶段没有参数“${unknown}”`, en: `move_stage takes no "${unknown}"` },
      { field: unknown, status: 400 },
    )
  const before = await loadRecord(tx, object.name, id, { verb: 'update' })
  const pipeline = pipelineFor(tx.definitions, object.name, before.pipeline)
  if (!pipeline) throw notFound(object)
  await refuseLocked(tx, object, before)
  refuseClosed(tx, object, before, ['stage'])
  if (pipeline.moved_by === 'actions')
    throw refuse(
      'stage_by_action',
      { zh: '该单据的阶段由业务操作推进', en: 'The stage of this record is moved by its actions' },
      { status: 409 },
    )
  if (typeof input.to !== 'string')
    throw refuse(
      'field_required',
      { zh: '请给出目标阶段', en: 'Say which stage to move to' },
      { field: 'to' },
    )
  const { to, ...more } = input
  return changeRecord(movingTx(tx), object.name, id, { ...more, stage: to })
}

/** May the caller, then the house moves the stage: the field itself is closed to callers. */
const movingTx = (tx: Tx): Tx => asTrusted(tx, 'move_stage')
