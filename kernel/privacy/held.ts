import { sql } from 'kysely'
import {
  fieldKinds,
  kindOf,
  pipelineFor,
  protectedFields,
  refuse,
  stageOf,
  type AnyRow,
  type Label,
  type ObjectDef,
  type Reach,
} from '../../model/index.ts'
import { objectOf } from '../definitions/stored.ts'
import { toRecord } from '../records/row.ts'
import { makeWork } from '../work/makeWork.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

/**
 * A record that speaks of the person, and what stands in the way of forgetting them there; nothing where it
 * may go.
 */
export interface Held {
  readonly object: ObjectDef
  readonly record: AnyRow
  readonly stays: readonly Required<Label>[]
}

/** What is put in the place of a name that may not be empty. */
export const forgottenName = '***'

/** Kinds of fields by which people are found again, with what is the same in two spellings of a value. */
const reaches: readonly (readonly [string, Reach])[] = Object.values(fieldKinds).flatMap(
  ({ name, reaches }) => (reaches ? [[name, reaches] as const] : []),
)
type Keys = ReadonlyMap<string, readonly string[]>

/**
 * Everything that is held of the person of a record: the record itself, and every other one, of any object
 * about persons, with the same telephone or e-mail, deleted ones included. Asks for no right: the caller has
 * made sure that an administrator asks.
 */
export async function heldOf(tx: Tx, name: string, id: string): Promise<readonly Held[]> {
  const object = objectOf(tx.definitions, name)
  if (!object.person)
    throw refuse(
      'not_of_persons',
      {
        zh: `“${object.label.zh}”不是关于个人的记录`,
        en: `A ${object.label.en ?? object.name} is about no person`,
      },
      { status: 404 },
    )
  const { rows } = await sql<
    Record<string, unknown>
  >`select * from ${table(tx.workspace, name)} where id = ${id} for update`.execute(tx.db)
  if (!rows[0])
    throw refuse(
      'not_found',
      { zh: `找不到该${object.label.zh}`, en: `No such ${object.label.en ?? object.name}` },
      { status: 404 },
    )
  const first = rows[0]
  const found = new Map<string, Held>([[id, await heldIn(tx, object, first)]])
  const wanted = new Map(reaches.map(([kind, reach]) => [kind, keysIn(object, first, kind, reach)]))
  for (const other of Object.values(tx.definitions.objects).filter((one) => one.person))
    for (const row of await sameKeys(tx, other, wanted))
      if (!found.has(row.id as string)) found.set(row.id as string, await heldIn(tx, other, row))
  return [...found.values()]
}

const fieldsOf = (object: ObjectDef, kind: string) =>
  Object.entries(object.fields)
    .filter(([, field]) => field.type === kind)
    .map(([name]) => name)

function keysIn(
  object: ObjectDef,
  row: Readonly<Record<string, unknown>>,
  kind: string,
  { digits, least = 0 }: Reach,
): readonly string[] {
  return fieldsOf(object, kind).flatMap((name) => {
    const value = row[name] as string | null
    if (!value) return []
    const key = digits ? value.replace(/\D/g, '').slice(-digits) : value.toLowerCase()
    return key.length < least ? [] : [key]
  })
}

async function sameKeys(tx: Tx, object: ObjectDef, wanted: Keys) {
  const conditions = reaches.flatMap(([kind, { digits }]) => {
    const keys = wanted.get(kind) ?? []
    if (keys.length === 0) return []
    return fieldsOf(object, kind).map((name) =>
      digits
        ? sql`right(regexp_replace(${sql.id(name)}, '\\D', '', 'g'), ${digits}::int) = any(${keys}::text[])`
        : sql`lower(${sql.id(name)}) = any(${keys}::text[])`,
    )
  })
  if (conditions.length === 0) return []
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${table(tx.workspace, object.name)} where ${sql.join(conditions, sql` or `)} order by created_at for update`.execute(
    tx.db,
  )
  return rows
}

async function heldIn(tx: Tx, object: ObjectDef, row: Readonly<Record<string, unknown>>): Promise<Held> {
  const record = toRecord(object, tx.definitions, row)
  return { object, record, stays: await obligationsOf(tx, object, { record, row }) }
}

/**
 * Why the person must still be known: the record is at work, a process decides about it, or a step of the
 * business needs them.
 */
export async function obligationsOf(
  tx: Tx,
  object: ObjectDef,
  { record, row }: { readonly record: AnyRow; readonly row: Readonly<Record<string, unknown>> },
): Promise<readonly Required<Label>[]> {
  const stays: Required<Label>[] = []
  const called = `${object.label.zh} ${record.number ?? ''}`.trim()
  const calledEn = `${object.label.en ?? object.name} ${record.number ?? ''}`.trim()
  const pipeline = pipelineFor(tx.definitions, object.name, record.pipeline)
  const ended = !pipeline || Boolean(stageOf(pipeline, record.stage)?.ends)
  if (!ended && row.deleted_at === null)
    stays.push({ zh: `${called} 仍在处理中`, en: `${calledEn} is still being worked on` })
  if (row.locked_by) stays.push({ zh: `${called} 正在审批`, en: `a process decides about ${calledEn}` })
  for (const obligation of tx.definitions.obligations.filter((one) => one.object === object.name)) {
    const reason = await obligation.find(makeWork(tx), record)
    if (reason) stays.push(reason)
  }
  return stays
}

/** Fields of a record that hold something personal. */
export const personalIn = ({ object, record }: Pick<Held, 'object' | 'record'>): readonly string[] =>
  protectedFields(object, ({ forgotten }) => forgotten).filter(
    (name) => !isForgotten(record[name]) && Boolean(kindOf(object.fields[name]!).column),
  )

const isForgotten = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === forgottenName ||
  (Array.isArray(value) && value.length === 0)
