import { sql } from 'kysely'
import {
  kindOf,
  quoteName,
  refuse,
  together,
  type Definitions,
  type ObjectDef,
  type SqlText,
} from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { rowPortions } from '../access/rows.ts'
import { storedFields } from '../definitions/stored.ts'
import { sortableFields } from '../workspace/syncTables.ts'
import { count as counted } from '../workspace/counts.ts'
import { confirmRights, type Door } from '../workspace/transact.ts'
import { table, tableText } from '../workspace/workspace.ts'
import { askedText, conditionText } from './condition.ts'
import { readCursor, writeCursor, type Order, type Place } from './cursor.ts'
import { fragment } from './fragments.ts'
import type { ListQuery, Reader } from './list.ts'
import { asksTheClock, remembered } from './remembered.ts'
import { isTurnLong, nextTurn } from './turn.ts'

export interface Counted {
  readonly count: number
  readonly count_capped: boolean
}

/**
 * How the rows of a page are asked for and read; the statement gives `columns`, then `_id` and `_sort`, then
 * `_count` where the rows are counted with it, then `_came` where it confirms who asks.
 */
export interface Reading<R> {
  readonly columns: SqlText
  /** Whether values arrive as the texts that PostgreSQL writes. */
  readonly asTexts?: boolean
  run(statement: SqlText): Promise<readonly R[]>
  placeOf(row: R): Place
  countOf(row: R): string | number
  cameOf(row: R): unknown
}

const countCap = 1001

/**
 * The rows of a page with the cursor of the next, whatever columns are asked for. They are counted by the same
 * statement; by one more where they are counted exactly, or from a later page.
 */
export async function readPage<R>(
  reader: Reader,
  object: ObjectDef,
  query: ListQuery,
  reading: Reading<R>,
): Promise<{ rows: readonly R[]; next: string | null; count?: Counted }> {
  if (isTurnLong()) await nextTurn()
  const composed = composedFor(reader, object, query)
  if (!composed)
    return { rows: [], next: null, ...(query.count ? { count: { count: 0, count_capped: false } } : {}) }
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 500)
  const { order } = composed
  const after = query.after ? readCursor(query.after, order) : null
  const within = query.count === true && !after
  const apart =
    query.count && !within
      ? await countRows(reader, object, composed.condition, query.count === 'exact')
      : undefined
  const door = reader.door?.confirmed ? undefined : reader.door
  const found = await readStretch(reading, composed, { limit: limit + 1, after, counted: within, door })
  if (door && found[0]) confirmRights(door, reading.cameOf(found[0]))
  const count = within ? cappedAt(found[0] ? Number(reading.countOf(found[0])) : 0) : apart
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  if (reader.actor.id && !reader.actor.trusted)
    counted(reader.workspace, 'records_read', reader.actor.id, rows.length)
  return {
    rows,
    next: found.length > limit && last ? writeCursor(order, reading.placeOf(last)) : null,
    ...(count ? { count } : {}),
  }
}

/** A list's statement but for its columns, its limit and the place it starts at. */
interface Composed {
  readonly source: string
  readonly condition: SqlText
  /** The condition in parts that share no row, where that is how indexes serve it. */
  readonly portions: readonly SqlText[] | null
  readonly order: Order
}

function composedFor(reader: Reader, object: ObjectDef, query: ListQuery): Composed | null {
  const make = () => compose(reader, object, query)
  if (query.with || asksTheClock(query.where ?? '')) return make()
  return remembered(
    reader,
    JSON.stringify(['list', object.name, query.where, query.sort, query.deleted]),
    make,
  )
}

function compose(reader: Reader, object: ObjectDef, query: ListQuery): Composed | null {
  const condition = conditionText(reader, object, query)
  if (!condition) return null
  // The order of rows and the cursor would tell what a hidden field holds.
  const access = reader.actor.trusted ? null : fieldAccess(reader.definitions, object, reader.actor)
  const order = orderOf(object, reader.definitions, query.sort, (field) => Boolean(access?.hidden(field)))
  const source = tableText(reader.workspace, object.name)
  const portions =
    order.field === 'created_at'
      ? rowPortions(reader.definitions, reader.workspace, object, reader.actor, 't')
      : null
  const asked = portions && askedText(reader, object, query)
  return {
    source,
    condition,
    order,
    portions: portions && portions.map((portion) => together(portion, ' and ', asked!)),
  }
}

function orderOf(
  object: ObjectDef,
  definitions: Definitions,
  sort = object.list?.sort ?? '-created_at',
  hidden: (field: string) => boolean,
): Order {
  const field = sort.replace(/^-/, '')
  const sortable = new Set([...sortableFields(object, definitions)].filter((name) => !hidden(name)))
  const declared = storedFields(object, definitions)[field]
  if (!declared || !sortable.has(field)) throw notSortable(field, [...sortable])
  return {
    field,
    descending: sort.startsWith('-'),
    type: kindOf(declared).column!(declared).replace(/\(.*\)/, ''),
  }
}

const notSortable = (field: string, sortable: readonly string[]) =>
  refuse(
    'sort_not_indexed',
    { zh: `不能按“${field}”排序`, en: `Cannot sort by "${field}"` },
    { field: 'sort', status: 400, data: { sortable } },
  )

interface Stretch {
  readonly limit: number
  readonly after: Place | null
  /** Whether the rows are counted with it; for the first page only, whose every stretch is one statement. */
  readonly counted: boolean
  /** Where the statement also says whether who asks still comes with the same rights. */
  readonly door: Door | undefined
}

/**
 * PostgreSQL keeps empties last ascending and first descending, and so does every index;
 * the page is read in two stretches so that each stays a plain index range.
 */
async function readStretch<R>(
  { columns, asTexts, run }: Reading<R>,
  composed: Composed,
  { limit, after, counted, door }: Stretch,
): Promise<readonly R[]> {
  const { source, condition, portions, order } = composed
  const column = `t.${quoteName(order.field)}`
  const direction = order.descending ? 'desc' : 'asc'
  const beyond = order.descending ? '<' : '>'
  const read = (range: SqlText | null, count: number) => {
    const within = (part: SqlText) =>
      together(
        part,
        ...(range ? [' and ', range] : []),
        ` order by ${column} ${direction}, t.id ${direction} limit ${count}`,
      )
    // A moment is sent as the text it is cast to; other kinds, as true and false, are not.
    const sent = Boolean(portions && asTexts)
    const beside = besideText({
      counted: counted && countText(composed),
      came: door && together('select came from (', door.question, ') c (came)'),
    })
    const shown = together(
      'select ',
      columns,
      `, t.id as _id, ${column}${sent ? '' : '::text'} as _sort`,
      counted ? ', (select n from counted) as _count' : '',
      door ? ', (select came from came) as _came' : '',
    )
    if (!portions) return run(together(beside, shown, ` from ${source} t where `, within(condition)))
    // Each portion gives rows as they are sent: drawn from a table of all portions they would be built twice.
    const [at, more] = sent ? ['_sort', ''] : ['_at', `, ${column} as _at`]
    const each = portions.flatMap((portion, i) => [
      i > 0 ? ' union all (' : '(',
      shown,
      `${more} from ${source} t where `,
      within(portion),
      ')',
    ])
    return run(together(beside, ...each, ` order by ${at} ${direction}, _id ${direction} limit ${count}`))
  }
  if (!after) return read(null, limit)
  const filled = { text: `${column} is not null`, params: [] }
  const empty = { text: `${column} is null`, params: [] }
  if (after.value === null) {
    const first = await read(
      { text: `${column} is null and t.id ${beyond} $1::uuid`, params: [after.id] },
      limit,
    )
    return first.length < limit && order.descending
      ? [...first, ...(await read(filled, limit - first.length))]
      : first
  }
  const first = await read(
    { text: `(${column}, t.id) ${beyond} ($1::${order.type}, $2::uuid)`, params: [after.value, after.id] },
    limit,
  )
  return first.length < limit && !order.descending
    ? [...first, ...(await read(empty, limit - first.length))]
    : first
}

/** What a statement finds once beside its rows, by name. */
function besideText(asked: Readonly<Record<string, SqlText | false | undefined>>): SqlText | string {
  const all = Object.entries(asked).flatMap(([name, text]) => (text ? [{ name, text }] : []))
  return all.length === 0
    ? ''
    : together(
        ...all.flatMap(({ name, text }, i) => [
          `${i > 0 ? ', ' : 'with '}${name} as materialized (`,
          text,
          ')',
        ]),
        ' ',
      )
}

const cappedAt = (count: number): Counted => ({ count, count_capped: count >= countCap })

/** Counts up to the cap, portion by portion where that is how indexes serve it. */
function countText({ source, condition, portions }: Composed): SqlText {
  const some = (part: SqlText) => together(`select 1 from ${source} t where `, part, ` limit ${countCap}`)
  const rows = portions
    ? together(
        ...portions.flatMap((part, i) => [i > 0 ? ' union all (' : '(', some(part), ')']),
        ` limit ${countCap}`,
      )
    : some(condition)
  return together('select count(*) as n from (', rows, ') c')
}

/** Counted up to a cap unless asked exactly. */
export async function countRows(
  reader: Reader,
  object: ObjectDef,
  condition: SqlText,
  exact: boolean,
): Promise<Counted> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select from ${table(reader.workspace, object.name)} t where ${fragment(condition)} ${exact ? sql`` : sql`limit ${countCap}`}) counted`.execute(
    reader.db,
  )
  const count = rows[0]!.n
  return { count, count_capped: !exact && count >= countCap }
}
