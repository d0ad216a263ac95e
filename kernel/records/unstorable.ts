import { sql } from 'kysely'
import { kindOf, refuse, type Field, type ObjectDef, type Refusal } from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { everything, rowCondition } from '../access/rows.ts'
import { secondConnection } from '../workspace/secondConnection.ts'
import { indexName } from '../workspace/syncTables.ts'
import { definitionsMovedOn, RightsMoved, type Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { fragment } from './fragments.ts'
import { labelOf, mayQuote } from './parse.ts'

interface DatabaseError {
  readonly code?: string
  readonly constraint?: string
  readonly detail?: string
}

/**
 * What only the database can tell of a value that it does not take is refused in words: a value that another
 * record has, with that record where the caller may read it; a value too long for the index of its field.
 * Refuses `not_unique`, `field_invalid`.
 * @param values what is being written, to name the field where the database does not
 */
export async function refusingUnstorable<T>(
  tx: Tx,
  object: ObjectDef,
  writing: Promise<T>,
  values: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  try {
    return await writing
  } catch (error) {
    const { code } = error as DatabaseError
    if (code === '22012') throw tx.door ? new RightsMoved() : definitionsMovedOn()
    if (code === '23505') throw await notUnique(tx, object, error as DatabaseError)
    if (code === '54000') throw tooLong(object, values, error as DatabaseError)
    throw error
  }
}

async function notUnique(tx: Tx, object: ObjectDef, { constraint, detail }: DatabaseError): Promise<Refusal> {
  const [name, field] = fieldOf(object, constraint, true) ?? [
    'number',
    { type: 'auto_number', label: { zh: '编号', en: 'Number' } } as Field,
  ]
  const label = labelOf(name, field)
  // `Key (code)=(A-1) already exists.`, in any language of the server.
  const value = /\)=\((.*)\)/s.exec(detail ?? '')?.[1]
  const holder = value === undefined ? null : await holderOf(tx, object, name, value)
  const quoted = mayQuote(field) ? value : undefined
  const [said, by] = [
    quoted === undefined ? '' : `“${quoted.slice(0, 100)}”`,
    holder ? [holder.number, holder.title].filter(Boolean).join(' ') : '',
  ]
  return refuse(
    'not_unique',
    {
      zh: `${label.zh}${said}已被另一${object.label.zh}${by ? `（${by}）` : ''}使用，不能重复：请改用别的值，或先修改那一条`,
      en: `${label.en} ${said || 'value'} is already taken by another ${object.label.en ?? object.name}${by ? ` (${by})` : ''}: choose another value, or change that one first`,
    },
    {
      field: name,
      status: 409,
      data: { ...(quoted !== undefined && { value: quoted }), ...(holder && { record: holder.id }) },
    },
  )
}

/**
 * The record that has the value, for who may read it. Asked beside the transaction, in which nothing can be
 * asked any more.
 */
async function holderOf(
  tx: Tx,
  object: ObjectDef,
  name: string,
  value: string,
): Promise<{ readonly id: string; readonly number: string | null; readonly title: string | null } | null> {
  const hidden = tx.actor.trusted ? null : fieldAccess(tx.definitions, object, tx.actor)
  const condition = rowCondition(tx.definitions, tx.workspace, object, tx.actor, 'read', 't')
  if (!condition || hidden?.hidden(name)) return null
  const title =
    object.title &&
    object.fields[object.title] &&
    mayQuote(object.fields[object.title]!) &&
    !hidden?.hidden(object.title)
      ? sql`t.${sql.id(object.title)}::text`
      : sql`null`
  const { rows } = await sql<{ id: string; number: string | null; title: string | null }>`
    select t.id, t.number, ${title} as title from ${table(tx.workspace, object.name)} t
    where t.${sql.id(name)}::text = ${value} and t.deleted_at is null and (${condition === everything ? sql`true` : fragment(condition)}) limit 1`.execute(
    secondConnection(tx.workspace),
  )
  return rows[0] ?? null
}

function tooLong(
  object: ObjectDef,
  values: Readonly<Record<string, unknown>>,
  { constraint }: DatabaseError,
): Refusal {
  const [name, field] = fieldOf(object, constraint, false) ?? longestOf(object, values) ?? []
  const label =
    name && field ? labelOf(name, field) : { zh: object.label.zh, en: object.label.en ?? object.name }
  return refuse(
    'field_invalid',
    {
      zh: `${label.zh}：内容过长，用于排序和查找的字段最多约 ${indexedBytesMax} 字节（约 ${Math.floor(indexedBytesMax / 3)} 个汉字），请缩短`,
      en: `${label.en}: too long, a field that is sorted and searched by takes about ${indexedBytesMax} bytes: shorten it`,
    },
    { ...(name !== undefined && { field: name }) },
  )
}

/** What PostgreSQL takes into one entry of an index (manual, 67.1: about a third of a page). */
const indexedBytesMax = 2700

const longestOf = (
  object: ObjectDef,
  values: Readonly<Record<string, unknown>>,
): readonly [string, Field] | undefined => {
  const size = ([name]: readonly [string, Field]) =>
    typeof values[name] === 'string' ? Buffer.byteLength(values[name]) : 0
  return Object.entries(object.fields)
    .filter((one) => kindOf(one[1]).index && size(one) > indexedBytesMax)
    .sort((a, b) => size(b) - size(a))[0]
}

const fieldOf = (
  object: ObjectDef,
  index: string | undefined,
  unique: boolean,
): readonly [string, Field] | undefined =>
  Object.entries(object.fields).find(
    ([name]) =>
      index === indexName(object.name, [name], unique) ||
      (!unique && index === indexName(object.name, [name], true)),
  )
