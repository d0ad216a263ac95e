import { sql } from 'kysely'
import { kindOf, refuse, type Actor, type AnyRow, type ObjectDef } from '../../model/index.ts'
import { mayCreate, parentOf } from '../access/grants.ts'
import { objectOf, storedFields } from '../definitions/stored.ts'
import { emitEvents, noteWritten, type NewEvent } from '../events/emit.ts'
import { followOrganisation } from '../organisation/follow.ts'
import { transact, type Door, type Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { changesBetween, eventsOf, type Changes } from './changes.ts'
import { refuseClosedWhole } from './closedStage.ts'
import { computeFormulas, computeImported, computeRollups } from './compute.ts'
import { isCounted } from './dependents.ts'
import { asItWas, firstStage, nothing, splitLines, withDefaults, type Creating } from './draft.ts'
import { refuseFaults } from './faults.ts'
import { passGate } from './gate.ts'
import { askGuards, isGuarded } from './guards.ts'
import { insertRow, insertWithEvent } from './insert.ts'
import { writeLines } from './lines.ts'
import { loadRecord } from './load.ts'
import { refuseClosedParent, refuseLocked, refuseOtherVersion, type Changing } from './locked.ts'
import { newId } from './newId.ts'
import { nextNumber } from './number.ts'
import { ownerDepartment } from './ownership.ts'
import { parseFields } from './parse.ts'
import { checkPlaces } from './places.ts'
import { checkReferences } from './references.ts'
import { removeRecord } from './remove.ts'
import { keyOf, noteDependents, settleRollups } from './rollups.ts'
import { toParameter, toRecord } from './row.ts'
import { emptyFields, requireShown } from './shown.ts'
import { refusingUnstorable } from './unstorable.ts'
import { writeComputed } from './writeComputed.ts'

type Input = Readonly<Record<string, unknown>>

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
 * written; only then may the rights be those that are remembered. @throws RightsMoved
 */
export const createAlone = (
  workspace: Workspace,
  actor: Actor,
  name: string,
  input: Input,
  door?: Door,
): Promise<AnyRow> =>
  transact(workspace, actor, (tx) => createRecord(tx, name, input), {
    single: () => isWrittenAtOnce(workspace, name, input),
    door,
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
  { version, settled = false }: Changing = {},
): Promise<AnyRow> {
  const object = objectOf(tx.definitions, name)
  const before = await loadRecord(tx, name, id, { lock: true, verb: 'update' })
  refuseOtherVersion(tx, object, before, version)
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
  if (!settled) await passGate(tx, object, before, after as AnyRow)

  const changed = changesBetween(object, before, after)
  if (Object.keys(changed).length === 0 && lines.length === 0) return before
  const written = await updateRow(tx, object, before, after, changed)
  const record = await finishWrite(tx, object, written, lines, before)
  await askGuards(tx, object.name, record, before)
  const events = eventsOf(object, before, record, changesBetween(object, before, record))
  await emitEvents(tx, settled ? events.map(asSettled) : events)
  await followOrganisation(tx, object.name)
  return record
}

/** A stage that only took the place of another is told as such. */
const asSettled = (event: NewEvent): NewEvent =>
  event.name.endsWith('.stage_changed')
    ? { ...event, name: event.name.replace(/stage_changed$/, 'stage_replaced') }
    : event

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
  Object.values(object.fields).some((field) => kindOf(field).reckonedFrom === 'rows')

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

const notAllowed = (object: ObjectDef) =>
  refuse(
    'not_allowed',
    {
      zh: `您无权新建${object.label.zh}`,
      en: `You may not create ${object.label.en ?? object.name} records`,
    },
    { status: 403 },
  )
