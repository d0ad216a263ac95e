import { sql, type RawBuilder } from 'kysely'
import {
  linesOf,
  pipelineFor,
  refuse,
  stageOf,
  type Actor,
  type AnyRow,
  type ObjectDef,
} from '../../model/index.ts'
import { mayCreate, parentOf } from '../access/grants.ts'
import { objectOf, storedFields } from '../definitions/stored.ts'
import { emitEvents, noteWritten, type NewEvent } from '../events/emit.ts'
import { followOrganisation } from '../organisation/follow.ts'
import { count } from '../workspace/counts.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { changesBetween, eventsOf, type Changes } from './changes.ts'
import { refuseClosed, refuseClosedWhole } from './closedStage.ts'
import { computeFormulas, computeImported, computeRollups } from './compute.ts'
import { isCounted } from './dependents.ts'
import { refuseFaults } from './faults.ts'
import { passGate } from './gate.ts'
import { askGuards, isGuarded } from './guards.ts'
import { insertRow, insertWithEvent } from './insert.ts'
import { writeLines } from './lines.ts'
import { loadRecord, mask } from './load.ts'
import { newId } from './newId.ts'
import { nextNumber } from './number.ts'
import { ownerDepartment } from './ownership.ts'
import { parseFields } from './parse.ts'
import { checkPlaces } from './places.ts'
import { checkReferences } from './references.ts'
import { keyOf, noteDependents, settleRollups } from './rollups.ts'
import { toParameter, toRecord } from './row.ts'
import { emptyFields, requireShown } from './shown.ts'
import { refusingUnstorable } from './unstorable.ts'
import { writeComputed } from './writeComputed.ts'

type Input = Readonly<Record<string, unknown>>

export interface Creating {
  /**
   * Imported history: the record enters at the stage and the moments it had, without passing gates and
   * without its beginning being acted upon: the event is `<object>.imported`, not `.created`. Whoever calls
   * has checked the right to it (`Grant.import`).
   */
  readonly history?: { readonly stage?: string; readonly stage_since?: string; readonly created_at?: string }
}

/**
 * The corridor for a new record: resolve, may you, parse, defaults, references, compute, gate, write, lines,
 * roll-ups, guards, event. Refuses with `not_allowed`, `field_*`, `reference_unknown`, `gate_closed`,
 * `not_unique`.
 */
export async function createRecord(
  tx: Tx,
  name: string,
  input: Input,
  { history }: Creating = {},
): Promise<AnyRow> {
  const object = objectOf(tx.definitions, name)
  if (!mayCreate(tx.definitions, object, tx.actor)) throw notAllowed(object)

  const { own, lines } = splitLines(object, input)
  const given = parseWhole(tx, object, own)
  const draft: Record<string, unknown> = {
    ...nothing(object, tx),
    ...given,
    id: newId(tx.now),
    version: 1,
    created_at: tx.now.toISOString(),
    updated_at: tx.now.toISOString(),
    created_by: tx.actor.id,
    owner: given.owner === undefined ? tx.actor.id : given.owner,
    number: await nextNumber(tx, object),
    ...firstStage(tx, object, given),
    ...(history ? asItWas(tx, object, given, history) : {}),
  }
  draft.department =
    given.department ?? (await ownerDepartment(tx, draft.owner as string | null)) ?? tx.actor.department
  await checkReferences(tx, object, given)
  await refuseClosedParent(tx, object, given)
  checkPlaces(tx, object, given, draft)
  if (history) Object.assign(draft, await computeImported(tx, object, draft as AnyRow))
  Object.assign(draft, await computeFormulas(tx, object, draft as AnyRow))
  await requireShown(tx, object, { before: null, after: draft as AnyRow, given })

  const eventOf = (record: AnyRow): NewEvent => ({
    name: `${object.name}.${history ? 'imported' : 'created'}`,
    object: object.name,
    record: record.id,
    payload: { changes: changesBetween(object, {}, record), ...(history ? { history } : {}) },
  })
  if (lines.length === 0 && !hasRollups(object))
    return insertAtOnce(tx, object, draft, eventOf(draft as AnyRow))
  const written = await refusingUnstorable(tx, object, insertRow(tx, object, draft), draft)
  const record = await finishWrite(tx, object, written, lines)
  await askGuards(tx, object.name, record, null)
  await emitEvents(tx, [eventOf(record)])
  await followOrganisation(tx, object.name)
  return record
}

/**
 * A new record in a transaction of its own, which is a single statement wherever nothing but the record is
 * written.
 */
export const createAlone = (
  workspace: Workspace,
  actor: Actor,
  name: string,
  input: Input,
): Promise<AnyRow> =>
  transact(workspace, actor, (tx) => createRecord(tx, name, input), {
    single: () => isWrittenAtOnce(workspace, name, input),
  })

function isWrittenAtOnce(workspace: Workspace, name: string, input: Input): boolean {
  const { definitions } = workspace
  const object = objectOf(definitions, name)
  const many =
    splitLines(object, input).lines.length > 0 ||
    hasRollups(object) ||
    isCounted({ definitions, workspace }, name)
  return (
    !many && !object.gapless && !isGuarded(workspace, name) && !parentOf(object) && !object.decides_rights
  )
}

export interface Changing {
  /** The version the caller saw; another one refuses `changed_meanwhile` with what is different. */
  readonly version?: number
}

/**
 * The corridor for a change: read under grant (and lock), version, parse, references, compute, gate, write,
 * lines, roll-ups, guards, event.
 * A change that changes nothing writes nothing.
 */
export async function changeRecord(
  tx: Tx,
  name: string,
  id: string,
  input: Input,
  { version }: Changing = {},
): Promise<AnyRow> {
  const object = objectOf(tx.definitions, name)
  const before = await loadRecord(tx, name, id, { lock: true, verb: 'update' })
  if (version !== undefined && version !== before.version) throw changedMeanwhile(tx, object, before)
  await refuseLocked(tx, object, before)
  await refuseClosedWhole(tx, object, before, Object.keys(input))

  const { own, lines } = splitLines(object, input)
  const given = parseChange(tx, object, own, before)
  await checkReferences(tx, object, given)
  await refuseClosedParent(tx, object, given)
  const after: Record<string, unknown> = { ...before, ...given }
  if ('owner' in given && !('department' in given))
    after.department = (await ownerDepartment(tx, after.owner as string | null)) ?? before.department
  checkPlaces(tx, object, given, after)
  if (after.stage !== before.stage) after.stage_since = tx.now.toISOString()
  Object.assign(after, await computeFormulas(tx, object, after as AnyRow))
  await requireShown(tx, object, { before, after: after as AnyRow, given })
  await passGate(tx, object, before, after as AnyRow)

  const changed = changesBetween(object, before, after)
  if (Object.keys(changed).length === 0 && lines.length === 0) return before
  const written = await updateRow(tx, object, before, after, changed)
  const record = await finishWrite(tx, object, written, lines, before)
  await askGuards(tx, object.name, record, before)
  await emitEvents(tx, eventsOf(object, before, record, changesBetween(object, before, record)))
  await followOrganisation(tx, object.name)
  return record
}

/** Soft delete; the record and its child rows can be restored. */
export async function removeRecord(
  tx: Tx,
  name: string,
  id: string,
  { version }: Changing = {},
): Promise<void> {
  const object = objectOf(tx.definitions, name)
  const before = await loadRecord(tx, name, id, { lock: true, verb: 'delete' })
  if (version !== undefined && version !== before.version) throw changedMeanwhile(tx, object, before)
  await refuseLocked(tx, object, before)
  if (parentOf(object)) await refuseClosedWhole(tx, object, before, ['deleted_at'])
  const outermost = tx.pendingRollups === null
  await mark(tx, object, id, tx.now)
  for (const [, field] of linesOf(object))
    await markRows(
      tx,
      field.of,
      sql`deleted_at = ${tx.now} where ${sql.id(field.by)} = ${id} and deleted_at is null`,
    )
  await noteDependents(tx, object, before, null)
  tx.pendingRollups?.delete(keyOf(object.name, id)) // its own figures stay as they were
  if (outermost) await settleRollups(tx)
  await emitEvents(tx, [{ name: `${object.name}.deleted`, object: object.name, record: id, payload: {} }])
  const { actor, workspace } = tx
  if (actor.id && !actor.trusted) tx.afterCommit.push(() => count(workspace, 'records_removed', actor.id))
  await followOrganisation(tx, object.name)
}

/** Brings a deleted record back with the child rows that went with it. */
export async function restoreRecord(tx: Tx, name: string, id: string): Promise<AnyRow> {
  const object = objectOf(tx.definitions, name)
  const gone = await loadRecord(tx, name, id, { lock: true, verb: 'delete', deleted: true })
  const { rows } = await sql<{
    deleted_at: Date
  }>`select deleted_at from ${table(tx.workspace, object.name)} where id = ${id}`.execute(tx.db)
  for (const [, field] of linesOf(object))
    await markRows(
      tx,
      field.of,
      sql`deleted_at = null where ${sql.id(field.by)} = ${id} and deleted_at = ${rows[0]!.deleted_at}`,
    )
  await mark(tx, object, id, null)
  await noteDependents(tx, object, null, gone)
  // What it looks at may have moved while it was away.
  tx.pendingRollups!.set(keyOf(object.name, id), {
    object: object.name,
    id,
    looks: false,
    because: `${object.name}.restored`,
  })
  await settleRollups(tx)
  const record = await loadRecord(tx, name, id, { verb: 'delete' })
  await askGuards(tx, name, record, null)
  await emitEvents(tx, [{ name: `${object.name}.restored`, object: object.name, record: id, payload: {} }])
  await followOrganisation(tx, object.name)
  return record
}

function splitLines(object: ObjectDef, input: Input) {
  const names = new Set(linesOf(object).map(([name]) => name))
  const own = Object.fromEntries(Object.entries(input).filter(([name]) => !names.has(name)))
  const lines = linesOf(object)
    .filter(([name]) => input[name] !== undefined)
    .map(([name, field]) => ({ name, field, rows: input[name] }))
  return { own, lines }
}

const withDefaults = (object: ObjectDef, given: Record<string, unknown>): Record<string, unknown> => {
  const defaults = Object.entries(object.fields).filter(
    ([name, field]) => field.default !== undefined && given[name] === undefined,
  )
  return { ...Object.fromEntries(defaults.map(([name, field]) => [name, field.default])), ...given }
}

const nothing = (object: ObjectDef, tx: Tx) =>
  Object.fromEntries(Object.keys(storedFields(object, tx.definitions)).map((name) => [name, null]))

function firstStage(tx: Tx, object: ObjectDef, given: Input): Record<string, unknown> {
  const pipeline = pipelineFor(tx.definitions, object.name, given.pipeline as string | undefined)
  if (!pipeline) return {}
  if (given.pipeline && pipeline.name !== given.pipeline)
    throw refuse(
      'pipeline_unknown',
      { zh: `没有流程“${String(given.pipeline)}”`, en: `There is no pipeline "${String(given.pipeline)}"` },
      { field: 'pipeline' },
    )
  return {
    pipeline: pipeline.name,
    stage: given.stage ?? pipeline.stages[0]!.name,
    stage_since: tx.now.toISOString(),
  }
}

function asItWas(
  tx: Tx,
  object: ObjectDef,
  given: Input,
  { stage, stage_since, created_at }: NonNullable<Creating['history']>,
): Record<string, unknown> {
  const pipeline = pipelineFor(tx.definitions, object.name, given.pipeline as string | undefined)
  if (stage && !(pipeline && stageOf(pipeline, stage)))
    throw refuse(
      'stage_unknown',
      { zh: `没有阶段“${stage}”`, en: `There is no stage "${stage}"` },
      { field: 'stage' },
    )
  const since = pipeline ? { stage_since: stage_since ?? created_at ?? tx.now.toISOString() } : {}
  return { ...since, ...(stage ? { stage } : {}), ...(created_at ? { created_at } : {}) }
}

/** All of a new record: its defaults, and every field that is wrong or empty told at once. */
function parseWhole(tx: Tx, object: ObjectDef, input: Input): Record<string, unknown> {
  const { parsed, faults } = parseFields(tx, object, input)
  const given = withDefaults(object, parsed)
  const wrong = new Set(faults.map(({ details }) => details.field))
  refuseFaults([...faults, ...emptyFields(object, given).filter(({ details }) => !wrong.has(details.field))])
  return given
}

function parseChange(tx: Tx, object: ObjectDef, input: Input, before: AnyRow): Record<string, unknown> {
  const { parsed, faults } = parseFields(tx, object, input)
  refuseFaults([...faults, ...emptyFields(object, { ...before, ...parsed }, Object.keys(parsed))])
  return parsed
}

const hasRollups = (object: ObjectDef) =>
  Object.values(object.fields).some((field) => field.type === 'rollup')

/** A record that nothing is computed from afterwards: row and event are one statement. */
async function insertAtOnce(tx: Tx, object: ObjectDef, draft: Input, event: NewEvent): Promise<AnyRow> {
  const record = await refusingUnstorable(tx, object, insertWithEvent(tx, object, draft, event), draft)
  noteWritten(tx, tx.definitions.version)
  const outermost = tx.pendingRollups === null
  await noteDependents(tx, object, null, record)
  const moved = outermost ? await settleRollups(tx) : undefined
  await askGuards(tx, object.name, moved?.get(keyOf(object.name, record.id)) ?? record, null)
  await followOrganisation(tx, object.name)
  return moved?.get(keyOf(object.name, record.id)) ?? record
}

async function updateRow(
  tx: Tx,
  object: ObjectDef,
  before: AnyRow,
  after: Input,
  changed: Changes,
): Promise<AnyRow> {
  const fields = storedFields(object, tx.definitions)
  const names = new Set([...Object.keys(changed), ...(after.stage !== before.stage ? ['stage_since'] : [])])
  const sets = [...names]
    .filter((name) => fields[name])
    .map((name) => sql`${sql.id(name)} = ${toParameter(fields[name]!, after[name])}`)
  const { rows } = await refusingUnstorable(
    tx,
    object,
    sql<Record<string, unknown>>`
    update ${table(tx.workspace, object.name)} set ${sql.join([...sets, sql`version = version + 1`, sql`updated_at = ${tx.now}`])}
    where id = ${before.id} returning *`.execute(tx.db),
    after,
  )
  return toRecord(object, tx.definitions, rows[0]!)
}

/** Child rows, then everything that is computed from them, here and in the records above. */
async function finishWrite(
  tx: Tx,
  object: ObjectDef,
  written: AnyRow,
  lines: ReturnType<typeof splitLines>['lines'],
  before: AnyRow | null = null,
): Promise<AnyRow> {
  const outermost = tx.pendingRollups === null
  if (outermost) tx.pendingRollups = new Map()
  for (const line of lines) await writeLines(tx, written, line, { createRecord, changeRecord, removeRecord })
  let record = written
  const rollups = (await computeRollups(tx, object, [written.id])).get(written.id)
  if (rollups && Object.keys(changesBetween(object, written, { ...written, ...rollups })).length > 0) {
    const draft = { ...written, ...rollups } as AnyRow
    record = await writeComputed(tx, object, written, {
      ...draft,
      ...(await computeFormulas(tx, object, draft)),
    } as AnyRow)
  }
  await noteDependents(tx, object, before, record)
  const own = keyOf(object.name, record.id)
  const moved = outermost ? await settleRollups(tx, own) : undefined
  return moved?.get(own) ?? record
}

const mark = (tx: Tx, object: ObjectDef, id: string, at: Date | null) =>
  refusingUnstorable(
    tx,
    object,
    sql`update ${table(tx.workspace, object.name)} set deleted_at = ${at}, version = version + 1, updated_at = ${tx.now} where id = ${id}`.execute(
      tx.db,
    ),
  )

/** Child rows that go or come back with their record; what they count for elsewhere follows. */
async function markRows(tx: Tx, name: string, change: RawBuilder<unknown>): Promise<void> {
  const child = objectOf(tx.definitions, name)
  const { rows } = await refusingUnstorable(
    tx,
    child,
    sql<Record<string, unknown>>`update ${table(tx.workspace, name)} set ${change} returning *`.execute(
      tx.db,
    ),
  )
  for (const row of rows) await noteDependents(tx, child, toRecord(child, tx.definitions, row), null)
}

const notAllowed = (object: ObjectDef) =>
  refuse(
    'not_allowed',
    {
      zh: `您无权新建${object.label.zh}`,
      en: `You may not create ${object.label.en ?? object.name} records`,
    },
    { status: 403 },
  )

const changedMeanwhile = (tx: Tx, object: ObjectDef, current: AnyRow) =>
  refuse(
    'changed_meanwhile',
    {
      zh: `该${object.label.zh}刚被他人修改，请核对后再保存`,
      en: `Somebody changed this ${object.label.en ?? object.name} meanwhile: compare and save again`,
    },
    { status: 412, data: { version: current.version, current: mask(tx, object, current) } },
  )

/** A record under approval is changed by nobody but the process that locked it. */
export async function refuseLocked(tx: Tx, object: ObjectDef, record: AnyRow): Promise<void> {
  if (tx.actor.trusted) return
  const { rows } = await sql<{
    locked_by: string | null
  }>`select locked_by from ${table(tx.workspace, object.name)} where id = ${record.id}`.execute(tx.db)
  if (rows[0]?.locked_by)
    throw refuse(
      'record_locked',
      {
        zh: `该${object.label.zh}正在审批中，审批结束或撤回后才能修改`,
        en: `This ${object.label.en ?? object.name} is under approval: it can be changed once that ends or is withdrawn`,
      },
      { status: 423 },
    )
}

/**
 * Nor does it get new child rows; those it has are locked with it. Rows written with their parent (pending
 * roll-ups) had its grant already; any other needs it.
 */
async function refuseClosedParent(tx: Tx, object: ObjectDef, given: Input): Promise<void> {
  const parent = parentOf(object)
  const id = parent && given[parent.by]
  if (!parent || typeof id !== 'string') return
  if (!tx.actor.trusted && tx.pendingRollups === null)
    refuseClosed(
      tx,
      objectOf(tx.definitions, parent.object),
      await loadRecord(tx, parent.object, id, { verb: 'update' }),
      [parent.by],
    )
  await refuseLocked(tx, objectOf(tx.definitions, parent.object), { id } as AnyRow)
}
