import { sql, type RawBuilder } from 'kysely'
import { compileToSql, parseExpression, refuse, type Actor, type AnyRow, type Definitions, type Entry, type ObjectDef, type Scope, type SqlText } from '../../model/index.ts'
import { callerValues, fieldAccess, rowCondition } from '../access/grants.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { sortableFields } from '../workspace/syncTables.ts'
import { scopeFor } from './context.ts'
import { fragment } from './fragments.ts'
import { objectOf, storedFields, toParameter, toRecord } from './row.ts'
import type { Kysely } from 'kysely'

export interface ListQuery {
  /** FEEL over the record; names that the object does not know come from `with`. */
  readonly where?: string
  readonly with?: Readonly<Record<string, unknown>>
  /** Indexed field, with a leading minus for descending; newest first unless told. */
  readonly sort?: string
  /** 1 to 500; 50 unless told. */
  readonly limit?: number
  /** Cursor of a page before. */
  readonly after?: string
  /** Count too, capped at 1,001 unless `exact`. */
  readonly count?: boolean | 'exact'
  readonly deleted?: boolean
}

export interface Page {
  readonly items: readonly AnyRow[]
  /** Cursor of the next page; null at the end. */
  readonly next: string | null
  readonly count?: number
  /** The count stopped at its cap: there are more. */
  readonly count_capped?: boolean
}

export interface Reader {
  readonly workspace: Workspace
  readonly definitions: Definitions
  readonly db: Kysely<any>
  readonly actor: Actor
  readonly now: Date
}

const countCap = 1001

/** A page of records under the actor's grant, by keyset over (sort, id): page 1,000 costs what page 1 costs. */
export async function listRecords(reader: Reader, name: string, query: ListQuery = {}): Promise<Page> {
  const object = objectOf(reader.definitions, name)
  const condition = conditionFor(reader, object, query)
  if (!condition) return { items: [], next: null, ...(query.count ? { count: 0, count_capped: false } : {}) }
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 500)
  const order = orderOf(object, reader.definitions, query.sort)
  const counted = query.count ? await countRows(reader, object, condition, query.count === 'exact') : {}
  const rows = await readPage(reader, object, condition, order, limit + 1, query.after ? readCursor(query.after, order) : null)
  const items = rows.slice(0, limit).map((row) => toRecord(object, reader.definitions, row))
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? writeCursor(order, last) : null, ...counted }
}

/** How many records the actor may see, exactly. */
export async function countRecords(reader: Reader, name: string, query: Pick<ListQuery, 'where' | 'with'> = {}): Promise<number> {
  const object = objectOf(reader.definitions, name)
  const condition = conditionFor(reader, object, query)
  return condition ? (await countRows(reader, object, condition, true)).count : 0
}

/** The caller's condition and the grant in one; null when the actor may read nothing. */
export function conditionFor(reader: Reader, object: ObjectDef, query: Pick<ListQuery, 'where' | 'with' | 'deleted'>): RawBuilder<unknown> | null {
  const grant = rowCondition(reader.definitions, reader.workspace, object, reader.actor, 'read', 't')
  if (!grant) return null
  const wanted = query.where ? fragment(compileWhere(reader, object, query.where, query.with)) : null
  const alive = sql.raw(query.deleted ? 't.deleted_at is not null' : 't.deleted_at is null')
  return sql.join([alive, ...(grant.text === 'true' ? [] : [sql`(${fragment(grant)})`]), ...(wanted ? [sql`(${wanted})`] : [])], sql.raw(' and '))
}

/** FEEL of a caller as SQL; fields hidden from the caller are unknown names to it. */
export function compileWhere(reader: Reader, object: ObjectDef, source: string, values: Readonly<Record<string, unknown>> = {}): SqlText {
  const scope = { ...visibleScope(reader, object), ...parameterScope(values) }
  return compileToSql(parseExpression(source, scope), {
    scope, base: 't', parameters: { ...callerValues(reader.actor), ...values }, now: reader.now, zone: reader.workspace.zone,
  })
}

const parameterScope = (values: Readonly<Record<string, unknown>>): Scope =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { is: 'value' as const, type: Array.isArray(value) ? ('list' as const) : typeof value === 'number' ? ('number' as const) : typeof value === 'boolean' ? ('boolean' as const) : ('string' as const) }]))

/** Names a caller may filter by: no hidden fields, and nothing of objects the caller cannot read. */
export function visibleScope(reader: Reader, object: ObjectDef): Scope {
  const scope = scopeFor(reader.definitions, reader.workspace, object.name)
  if (reader.actor.trusted) return scope
  const access = fieldAccess(reader.definitions, object, reader.actor)
  return Object.fromEntries(Object.entries(scope).flatMap(([name, entry]): [string, Entry][] => {
    if (access?.hidden(name)) return []
    if (entry.is === 'value') return [[name, entry]]
    const target = entry.is === 'collection' ? (reader.definitions.inverses[object.name]?.[name]?.object ?? null) : targetName(object, name)
    const whole = target && ['user', 'department'].includes(target) ? true : Boolean(target && readsEverything(reader, target))
    if (entry.is === 'collection') return whole ? [[name, entry]] : []
    // Without the right to read every row behind it, a reference is only its id.
    return [[name, { ...entry, scope: () => (whole ? namesOnly(entry.scope(), target!) : {}) }]]
  }))
}

const targetName = (object: ObjectDef, field: string) =>
  ({ owner: 'user', created_by: 'user', department: 'department' })[field] ?? (object.fields[field] as { to?: string } | undefined)?.to ?? null

const readsEverything = (reader: Reader, name: string): boolean => {
  const target = reader.definitions.objects[name]
  return Boolean(target) && rowCondition(reader.definitions, reader.workspace, target!, reader.actor, 'read', 't')?.text === 'true' && !fieldAccess(reader.definitions, target!, reader.actor)
}

/** Of colleagues a filter may use what a picker shows. */
const namesOnly = (scope: Scope, target: string): Scope =>
  ['user', 'department'].includes(target)
    ? Object.fromEntries(Object.entries(scope).filter(([name]) => ['id', 'name', 'department', 'parent'].includes(name)))
    : Object.fromEntries(Object.entries(scope).filter(([, entry]) => entry.is === 'value'))

interface Order {
  readonly field: string
  readonly descending: boolean
  readonly parameter: (value: unknown) => unknown
  readonly type: string
}

function orderOf(object: ObjectDef, definitions: Definitions, sort = object.list?.sort ?? '-created_at'): Order {
  const field = sort.replace(/^-/, '')
  const sortable = sortableFields(object, definitions)
  const declared = storedFields(object, definitions)[field]
  if (!declared || !sortable.has(field)) throw refuse('sort_not_indexed', { zh: `不能按“${field}”排序`, en: `Cannot sort by "${field}"` }, { field: 'sort', status: 400, data: { sortable: [...sortable] } })
  const type = field.endsWith('_at') || field === 'stage_since' || declared.type === 'datetime' ? 'timestamptz' : declared.type === 'date' ? 'date' : ['number', 'money', 'percent'].includes(declared.type) || ('result' in declared && ['number', 'money', 'percent'].includes(declared.result as string)) ? 'numeric' : declared.type === 'bool' ? 'boolean' : ['reference', 'user', 'department'].includes(declared.type) ? 'uuid' : 'text'
  return { field, descending: sort.startsWith('-'), type, parameter: (value) => toParameter(declared, value) }
}

interface Cursor {
  readonly value: unknown
  readonly id: string
}

/**
 * PostgreSQL keeps empties last ascending and first descending, and so does every index;
 * the page is read in two stretches so that each stays a plain index range.
 */
async function readPage(reader: Reader, object: ObjectDef, condition: RawBuilder<unknown>, order: Order, limit: number, after: Cursor | null): Promise<Record<string, unknown>[]> {
  const column = sql`t.${sql.id(order.field)}`
  const direction = sql.raw(order.descending ? 'desc' : 'asc')
  const beyond = sql.raw(order.descending ? '<' : '>')
  const run = async (range: RawBuilder<unknown> | null, count: number) => (await sql<Record<string, unknown>>`
    select t.* from ${table(reader.workspace, object.name)} t
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

const writeCursor = (order: Order, last: AnyRow) => Buffer.from(JSON.stringify([order.field, order.descending, last[order.field] ?? null, last.id])).toString('base64url')

function readCursor(text: string, order: Order): Cursor {
  try {
    const [field, descending, value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, boolean, unknown, string]
    if (field === order.field && descending === order.descending && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return { value, id }
  } catch {
    // falls through to the refusal
  }
  throw refuse('cursor_invalid', { zh: '分页游标无效，请从第一页重新开始', en: 'This page cursor does not belong to this list: start from the first page' }, { field: 'after', status: 400 })
}

async function countRows(reader: Reader, object: ObjectDef, condition: RawBuilder<unknown>, exact: boolean): Promise<{ count: number; count_capped: boolean }> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select from ${table(reader.workspace, object.name)} t where ${condition} ${exact ? sql`` : sql`limit ${countCap}`}) counted`.execute(reader.db)
  const count = rows[0]!.n
  return { count, count_capped: !exact && count >= countCap }
}
