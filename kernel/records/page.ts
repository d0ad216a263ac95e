import { sql, type RawBuilder } from 'kysely'
import { kindOf, refuse, type Definitions, type ObjectDef } from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { sortableFields } from '../workspace/syncTables.ts'
import { table } from '../workspace/workspace.ts'
import { conditionFor } from './condition.ts'
import type { ListQuery, Reader } from './list.ts'
import { isId } from './load.ts'
import { storedFields, toParameter } from './row.ts'

export interface PageRow {
  readonly _id: string
  /** Value of the sort field as the API writes it. */
  readonly _sort: unknown
  readonly [column: string]: unknown
}

export interface Counted {
  readonly count: number
  readonly count_capped: boolean
}

const countCap = 1001

/** The rows of a page with the cursor of the next, whatever columns are asked for; one statement, and one more where they are counted. */
export async function readPage<R extends PageRow>(reader: Reader, object: ObjectDef, query: ListQuery, columns: RawBuilder<unknown>): Promise<{ rows: readonly R[]; next: string | null; count?: Counted }> {
  const condition = conditionFor(reader, object, query)
  if (!condition) return { rows: [], next: null, ...(query.count ? { count: { count: 0, count_capped: false } } : {}) }
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 500)
  // The order of rows and the cursor would tell what a hidden field holds.
  const access = reader.actor.trusted ? null : fieldAccess(reader.definitions, object, reader.actor)
  const order = orderOf(object, reader.definitions, query.sort, (field) => Boolean(access?.hidden(field)))
  const count = query.count ? await countRows(reader, object, condition, query.count === 'exact') : undefined
  const found = await readStretch<R>(reader, object, { columns, condition, order, limit: limit + 1, after: query.after ? readCursor(query.after, order) : null })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last ? writeCursor(order, last) : null, ...(count ? { count } : {}) }
}

interface Order {
  readonly field: string
  readonly descending: boolean
  readonly parameter: (value: unknown) => unknown
  /** SQL of the value as the API writes it. */
  readonly json: string
  readonly type: string
}

function orderOf(object: ObjectDef, definitions: Definitions, sort = object.list?.sort ?? '-created_at', hidden: (field: string) => boolean): Order {
  const field = sort.replace(/^-/, '')
  const sortable = new Set([...sortableFields(object, definitions)].filter((name) => !hidden(name)))
  const declared = storedFields(object, definitions)[field]
  if (!declared || !sortable.has(field)) throw notSortable(field, [...sortable])
  const type = field.endsWith('_at') || field === 'stage_since' || declared.type === 'datetime' ? 'timestamptz' : declared.type === 'date' ? 'date' : ['number', 'money', 'percent'].includes(declared.type) || ('result' in declared && ['number', 'money', 'percent'].includes(declared.result as string)) ? 'numeric' : declared.type === 'bool' ? 'boolean' : ['reference', 'user', 'department'].includes(declared.type) ? 'uuid' : 'text'
  return { field, descending: sort.startsWith('-'), type, json: kindOf(declared).sqlJson?.(`t."${field}"`, declared) ?? `t."${field}"`, parameter: (value) => toParameter(declared, value) }
}

interface Cursor {
  readonly value: unknown
  readonly id: string
}

const notSortable = (field: string, sortable: readonly string[]) =>
  refuse('sort_not_indexed', { zh: `不能按“${field}”排序`, en: `Cannot sort by "${field}"` }, { field: 'sort', status: 400, data: { sortable } })

interface Stretch {
  readonly columns: RawBuilder<unknown>
  readonly condition: RawBuilder<unknown>
  readonly order: Order
  readonly limit: number
  readonly after: Cursor | null
}

/**
 * PostgreSQL keeps empties last ascending and first descending, and so does every index;
 * the page is read in two stretches so that each stays a plain index range.
 */
async function readStretch<R>(reader: Reader, object: ObjectDef, { columns, condition, order, limit, after }: Stretch): Promise<R[]> {
  const column = sql`t.${sql.id(order.field)}`
  const direction = sql.raw(order.descending ? 'desc' : 'asc')
  const beyond = sql.raw(order.descending ? '<' : '>')
  const run = async (range: RawBuilder<unknown> | null, count: number) => (await sql<R>`
    select ${columns}, t.id as _id, ${sql.raw(order.json)} as _sort from ${table(reader.workspace, object.name)} t
    where ${condition} ${range ? sql`and ${range}` : sql``}
    order by ${column} ${direction}, t.id ${direction} limit ${count}`.execute(reader.db)).rows
  if (!after) return run(null, limit)
  const typed = sql`${order.parameter(after.value)}::${sql.raw(order.type)}`
  const valued = sql`(${column}, t.id) ${beyond} (${typed}, ${after.id}::uuid)`
  const empties = sql`${column} is null and t.id ${beyond} ${after.id}::uuid`
  const first = await run(after.value === null ? empties : valued, limit)
  if (first.length >= limit) return first
  if (after.value === null && order.descending) return [...first, ...(await run(sql`${column} is not null`, limit - first.length))]
  if (after.value !== null && !order.descending) return [...first, ...(await run(sql`${column} is null`, limit - first.length))]
  return first
}

const writeCursor = (order: Order, last: PageRow) => Buffer.from(JSON.stringify([order.field, order.descending, last._sort ?? null, last._id])).toString('base64url')

function readCursor(text: string, order: Order): Cursor {
  try {
    const [field, descending, value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, boolean, unknown, string]
    if (field === order.field && descending === order.descending && isId(id) && fits(value, order)) return { value, id }
  } catch {
    // falls through to the refusal
  }
  throw refuse('cursor_invalid', { zh: '分页游标无效，请从第一页重新开始', en: 'This page cursor does not belong to this list: start from the first page' }, { field: 'after', status: 400 })
}

/** A cursor comes from outside: a value that the column cannot hold would be an error of the database. */
function fits(value: unknown, { type }: Order): boolean {
  if (value === null) return true
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'numeric') return ['string', 'number'].includes(typeof value) && /^-?\d{1,40}(\.\d{1,40})?$/.test(String(value))
  if (typeof value !== 'string' || value.includes('\0')) return false
  if (type === 'uuid') return isId(value)
  return !['date', 'timestamptz'].includes(type) || (/^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value)))
}

/** Counted up to a cap unless asked exactly. */
export async function countRows(reader: Reader, object: ObjectDef, condition: RawBuilder<unknown>, exact: boolean): Promise<Counted> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select from ${table(reader.workspace, object.name)} t where ${condition} ${exact ? sql`` : sql`limit ${countCap}`}) counted`.execute(reader.db)
  const count = rows[0]!.n
  return { count, count_capped: !exact && count >= countCap }
}
