import { sql } from 'kysely'
import {
  kindOf,
  pipelineFor,
  Refusal,
  refuse,
  type AnyRow,
  type Definitions,
  type ObjectDef,
} from '../../model/index.ts'
import { mayCreate } from '../access/grants.ts'
import { parseValue } from '../records/parse.ts'
import type { Note } from '../once/note.ts'
import { changeRecord, createRecord } from '../records/write.ts'
import { asTrusted, transact, type Tx } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { faultOf, type Fault } from './faults.ts'
import { historyFields } from './fields.ts'
import { findByKey, type Known } from './findByKey.ts'
import type { Plan } from './plan.ts'
import { columnOf, type Prepared } from './prepareRow.ts'
import { resolveNames, type Made, type Missing } from './resolveNames.ts'
import type { ReferenceFinder } from './references.ts'

/** What became of a row. */
export interface Outcome {
  readonly prepared: Prepared
  readonly done: 'created' | 'updated' | 'unchanged' | null
  readonly faults: readonly Fault[]
  readonly record?: { readonly id: string; readonly title: string }
  /** Nothing is wrong but that it names a record which a later row of the sheet may bring. */
  readonly waits?: boolean
  /** Settled without a statement to the database: refused by its own cells, or there already just so. */
  readonly untouched?: boolean
}

export interface Batch {
  readonly outcomes: readonly Outcome[]
  readonly made: Made
}

export interface Writing {
  readonly finder: ReferenceFinder
  readonly rows: readonly Prepared[]
  readonly inSheet: ReadonlySet<string>
  readonly note: Note
  /** Of the batch, in the order of the sheet. */
  readonly index: number
}

/**
 * Writes a batch through the corridor in one transaction, each row behind a savepoint, so that a refused row
 * leaves its neighbours alone. A dry run does all of it, without taking numbers, and takes it back. A batch
 * that was noted before answers what it came to then.
 */
export async function writeBatch(
  workspace: Workspace,
  plan: Plan,
  { finder, rows, inSheet, note, index }: Writing,
): Promise<Batch> {
  try {
    const { outcomes, made } = await transact(
      workspace,
      plan.actor,
      note.part(index, async (outer) => {
        const tx = plan.dryRun ? unnumbered(outer) : outer
        // Two imports into one object take turns, so that both find each other's records by key.
        await sql`select pg_advisory_xact_lock(hashtext(${`import ${workspace.name}.${plan.object.name}`}))`.execute(
          tx.db,
        )
        const batch = await writeRows(tx, plan, finder, rows, inSheet)
        if (plan.dryRun) throw new TakenBack(batch)
        return {
          outcomes: batch.outcomes.map(({ prepared: _, ...outcome }) => outcome),
          made: [...batch.made],
        }
      }),
      { cause: `${plan.object.name}.import`, trace: plan.trace },
    )
    return {
      outcomes: outcomes.map((outcome, i) => ({ ...outcome, prepared: rows[i]! })),
      made: new Map(made),
    }
  } catch (error) {
    if (error instanceof TakenBack) return error.batch
    throw error
  }
}

class TakenBack extends Error {
  readonly batch: Batch
  constructor(batch: Batch) {
    super('dry run')
    this.batch = batch
  }
}

/** The same transaction under definitions without number patterns: a trial must not use up numbers. */
function unnumbered(tx: Tx): Tx {
  let definitions = unnumberedOf.get(tx.definitions)
  if (!definitions) {
    const objects = Object.fromEntries(
      Object.entries(tx.definitions.objects).map(([name, object]): [string, ObjectDef] => [
        name,
        { ...object, number: undefined },
      ]),
    )
    definitions = { ...tx.definitions, objects }
    unnumberedOf.set(tx.definitions, definitions)
  }
  return Object.create(tx, { definitions: { value: definitions } }) as Tx
}
const unnumberedOf = new WeakMap<Definitions, Definitions>()

async function writeRows(
  tx: Tx,
  plan: Plan,
  finder: ReferenceFinder,
  rows: readonly Prepared[],
  inSheet: ReadonlySet<string>,
): Promise<Batch> {
  const keys = plan.key
    ? [...new Set(rows.map((row) => keyOf(plan, finder, row)).filter((key): key is string => key !== null))]
    : []
  const existing = plan.key
    ? await findByKey(tx, plan.object, plan.key, keys)
    : new Map<string, readonly Known[]>()
  const made: Made = new Map()
  const moved = new Set<string>()
  const outcomes: Outcome[] = []
  await sql`savepoint row`.execute(tx.db)
  for (const prepared of rows) {
    const before = new Set(made.keys())
    const told = tx.afterCommit.length
    const outcome = await writeRow(tx, plan, finder, prepared, { existing, made, inSheet, moved })
    outcomes.push(outcome)
    if (outcome.untouched) continue
    if (outcome.done) await sql`release savepoint row; savepoint row`.execute(tx.db)
    else {
      await sql`rollback to savepoint row`.execute(tx.db)
      tx.afterCommit.length = told
      tx.pendingRollups = null
      for (const key of made.keys()) if (!before.has(key)) made.delete(key)
    }
  }
  return { outcomes, made }
}

interface Around {
  readonly existing: ReadonlyMap<string, readonly Known[]>
  readonly made: Made
  readonly inSheet: ReadonlySet<string>
  /** Records that an earlier row of the batch has changed: what was read of them no longer holds. */
  readonly moved: Set<string>
}

async function writeRow(
  tx: Tx,
  plan: Plan,
  finder: ReferenceFinder,
  prepared: Prepared,
  { existing, made, inSheet, moved }: Around,
): Promise<Outcome> {
  if (prepared.broken) return { prepared, done: null, faults: prepared.faults, untouched: true }
  const { values, missing, faults: named } = resolveNames(plan, finder, prepared, { made, inSheet })
  const key = plan.key ? ((values[plan.key] as string | null | undefined) ?? null) : null
  const ids = (key !== null && existing.get(key)) || []
  const faults = [
    ...prepared.faults,
    ...named,
    ...keyFaults(plan, prepared.row, key, ids),
    ...(ids.length === 0 && plan.mode !== 'update' ? requiredFaults(plan, prepared, values, missing) : []),
  ]
  if (faults.length > 0)
    return {
      prepared,
      done: null,
      faults,
      untouched: true,
      waits: faults.every(
        (fault) =>
          fault.code === 'reference_unknown' &&
          plan.filled.find((one) => one.field === fault.field)?.target === plan.object.name,
      ),
    }
  const known = ids[0]
  if (known && missing.length === 0 && !moved.has(known.record.id) && isAsGiven(plan, known, values))
    return { prepared, done: 'unchanged', faults: [], untouched: true, record: toldOf(plan, known.record) }
  if (known) moved.add(known.record.id)
  let at = { column: null as string | null, field: null as string | null, value: null as string | null }
  try {
    for (const one of missing) {
      at = { column: one.at.column, field: one.at.field, value: one.text }
      await makeMissing(tx, one, made, values)
    }
    at = { column: null, field: null, value: null }
    const { done, record } = known
      ? await change(tx, plan, known.record, values)
      : { done: 'created' as const, record: await create(tx, plan, values) }
    return { prepared, done, faults: [], record: toldOf(plan, record) }
  } catch (error) {
    const refusal = error instanceof Refusal ? error : unsavable(error)
    const field = at.field ?? refusal.details.field ?? null
    const column = at.column ?? (field && columnOf(plan, field))
    return {
      prepared,
      done: null,
      faults: [
        faultOf(
          refusal,
          { row: prepared.row, column, field, value: at.value ?? shownValue(prepared, field) },
          plan.say,
        ),
      ],
    }
  }
}

const toldOf = (plan: Plan, record: AnyRow) => ({
  id: record.id,
  title: String(record[plan.object.title ?? 'number'] ?? ''),
})

/**
 * A value that PostgreSQL itself cannot take is a fault of its row; anything else is a bug and ends the
 * import.
 */
function unsavable(error: unknown): Refusal {
  const { code } = error as { code?: string }
  if (!/^2[23]/.test(code ?? '')) throw error
  return refuse('row_unsavable', { zh: '这一行的内容无法保存', en: 'What is in this row cannot be stored' })
}

const shownValue = (prepared: Prepared, field: string | null): string | null => {
  const value =
    field === null
      ? null
      : (prepared.names.find((one) => one.at.field === field)?.text ?? prepared.given[field])
  return value === null || value === undefined ? null : String(value)
}

/** The key of a row before its references are written; a reference as key counts once it is found. */
function keyOf(plan: Plan, finder: ReferenceFinder, prepared: Prepared): string | null {
  const given = prepared.given[plan.key!]
  if (typeof given === 'string') return given
  const name = prepared.names.find((one) => one.at.field === plan.key)
  return (name && finder.find(name.at.target!, name.text).id) ?? null
}

function keyFaults(plan: Plan, row: number, key: string | null, ids: readonly Known[]): readonly Fault[] {
  if (!plan.key) return []
  const at = { row, column: columnOf(plan, plan.key), field: plan.key, value: key }
  if (ids.length > 1)
    return [
      {
        ...at,
        code: 'key_ambiguous',
        detail: plan.say({
          zh: `有${ids.length}条记录符合“${key}”，无法确定是哪一条`,
          en: `${ids.length} records answer to "${key}"`,
        }),
      },
    ]
  if (plan.mode === 'update' && ids.length === 0)
    return [
      {
        ...at,
        code: 'not_found',
        detail: plan.say({
          zh: `没有符合“${key ?? ''}”的记录可更新`,
          en: `No record answers to "${key ?? ''}"`,
        }),
      },
    ]
  if (plan.mode === 'create' && ids.length === 1)
    return [
      {
        ...at,
        code: 'not_unique',
        detail: plan.say({ zh: `“${key}”已存在`, en: `"${key}" is already there` }),
      },
    ]
  if (plan.mode === 'upsert' && key === null && !['number', 'id'].includes(plan.key))
    return [
      { ...at, code: 'field_required', detail: plan.say({ zh: '识别字段为空', en: 'The key is empty' }) },
    ]
  return []
}

function requiredFaults(
  plan: Plan,
  { row, blank, faults }: Prepared,
  values: Readonly<Record<string, unknown>>,
  missing: readonly Missing[],
): readonly Fault[] {
  const told = new Set([...faults.map((fault) => fault.field), ...missing.map((one) => one.at.field)])
  return plan.required
    .filter(([name]) => !told.has(name) && (values[name] === undefined || values[name] === null))
    .filter(([name]) => blank.has(name) || !columnOf(plan, name))
    .map(([name, field]) => {
      const label = {
        zh: `请填写“${field.label?.zh ?? name}”`,
        en: `"${field.label?.en ?? field.label?.zh ?? name}" is required`,
      }
      return {
        row,
        column: blank.get(name) ?? null,
        field: name,
        code: 'field_required',
        detail: plan.say(label),
        value: null,
      }
    })
}

/** Creates what the row names and nobody has, by its title alone, as the caller. */
async function makeMissing(
  tx: Tx,
  { at, text, place }: Missing,
  made: Made,
  values: Record<string, unknown>,
): Promise<void> {
  const target = tx.definitions.objects[at.target!]!
  const known = made.get(place)
  const id = known?.id ?? (await createRecord(tx, target.name, { [target.title!]: text.trim() })).id
  if (!known) made.set(place, { target: target.name, id, name: text.trim() })
  values[at.field] = at.many ? [...((values[at.field] as string[] | undefined) ?? []), id] : id
}

const ownValues = (
  plan: Plan,
  values: Readonly<Record<string, unknown>>,
  wanted: (name: string) => boolean,
) =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name]) =>
        wanted(name) &&
        !['number', 'id'].includes(name) &&
        (!(name in historyFields) || plan.object.fields[name]),
    ),
  )

const isReadonly = (plan: Plan, name: string) => Boolean(plan.object.fields[name]?.readonly)

async function create(tx: Tx, plan: Plan, values: Readonly<Record<string, unknown>>): Promise<AnyRow> {
  if (!mayCreate(tx.definitions, plan.object, tx.actor))
    throw refuse(
      'not_allowed',
      {
        zh: `您无权新建${plan.object.label.zh}`,
        en: `You may not create ${plan.object.label.en ?? plan.object.name} records`,
      },
      { status: 403 },
    )
  const moments = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => name in historyFields && value !== null),
  ) as { stage?: string; stage_since?: string; created_at?: string }
  const own = ownValues(plan, values, () => true)
  const begins =
    moments.stage ===
    pipelineFor(tx.definitions, plan.object.name, own.pipeline as string | undefined)?.stages[0]?.name
  // A record at the first stage, of today, is a new one like any other.
  const past =
    Object.keys(moments).length > (begins ? 1 : 0) || Object.keys(own).some((name) => isReadonly(plan, name))
  // What the house fills in a living record, history brings along.
  return past
    ? createRecord(asTrusted(tx), plan.object.name, own, { history: moments })
    : createRecord(tx, plan.object.name, own)
}

/**
 * Whether the record says already what the row says, and the caller might have changed it: then the corridor
 * has nothing to do. In doubt it does.
 */
function isAsGiven(plan: Plan, { record, open }: Known, values: Readonly<Record<string, unknown>>): boolean {
  if (!open || (typeof values.stage === 'string' && values.stage !== record.stage)) return false
  return Object.entries(ownValues(plan, values, () => true)).every(
    ([name, value]) =>
      JSON.stringify(value ?? null) === JSON.stringify(comparable(plan, name, record[name] ?? null)),
  )
}

/**
 * A record that is there already obeys every rule of a change: its stage moves through the gate, its
 * beginning stays.
 */
async function change(
  tx: Tx,
  plan: Plan,
  { id, version }: AnyRow,
  values: Readonly<Record<string, unknown>>,
): Promise<{ done: 'updated' | 'unchanged'; record: AnyRow }> {
  let record = await changeRecord(
    tx,
    plan.object.name,
    id,
    ownValues(plan, values, (name) => !isReadonly(plan, name)),
  )
  const kept = Object.entries(ownValues(plan, values, (name) => isReadonly(plan, name)))
  const closed = kept.find(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(comparable(plan, name, record[name])),
  )
  if (closed)
    throw refuse(
      'field_read_only',
      {
        zh: '该字段由系统填写，已有记录不能通过导入修改',
        en: 'The system fills this field: a sheet cannot change it on a record that is there',
      },
      { field: closed[0] },
    )
  if (typeof values.stage === 'string' && values.stage !== record.stage && !plan.object.fields.stage)
    record = await changeRecord(asTrusted(tx), plan.object.name, id, { stage: values.stage })
  return { done: record.version === version ? 'unchanged' : 'updated', record }
}

/** A stored value as a cell would give it: `12.50` is `12.5`. */
function comparable(plan: Plan, name: string, value: unknown): unknown {
  const field = plan.object.fields[name]
  return value === null || value === undefined || !field || kindOf(field).feel !== 'number'
    ? value
    : parseValue(name, field, value)
}
