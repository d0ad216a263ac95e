import pg from 'pg'
import { kindOf, together, type Field, type ObjectDef, type SqlText } from '../../model/index.ts'
import { objectOf } from '../definitions/stored.ts'
import { lend, patienceMs } from '../workspace/patience.ts'
import type { ListQuery, Reader } from './list.ts'
import { listColumns } from './listColumns.ts'
import { readPage } from './page.ts'
import { remembered } from './remembered.ts'
import { shownDecimal } from './row.ts'
import { allOf, pointersOf, titlesText } from './titles.ts'

type Texts = readonly (string | null)[]

export type ListJsonQuery = ListQuery & {
  readonly fields?: readonly string[]
  /** Told how many records the page has. */
  readonly seen?: (rows: number) => void
  /** With the names of everything the records point at, as `titlesFor` gives them. */
  readonly titles?: boolean
}

/**
 * The page of `listRecords` as JSON text, written straight from the texts that PostgreSQL sends: no value
 * becomes an object in between, which is most of what a list costs. `fields` chooses columns, see
 * `listColumns`.
 */
export async function listRecordsJson(
  reader: Reader,
  name: string,
  { seen, titles, ...query }: ListJsonQuery = {},
): Promise<string> {
  const object = objectOf(reader.definitions, name)
  const { columns, writers, pointers } = layoutOf(reader, object, query.fields)
  const { rows, next, count } = await readPage<Texts>(reader, object, query, {
    columns,
    asTexts: true,
    run: (statement) => readTexts(reader.workspace.pool, statement),
    placeOf: (row) => ({ id: row[writers.length]!, value: row[writers.length + 1]! }),
    countOf: (row) => row[writers.length + 2]!,
    cameOf: (row) => row.at(-1),
  })
  seen?.(rows.length)
  const counted = count ? `,"count":${count.count},"count_capped":${count.count_capped}` : ''
  const named = titles ? `,"titles":${await titlesJson(reader, pointers, rows)}` : ''
  return `{"items":[${writeRows(rows, writers)}],"next":${JSON.stringify(next)}${counted}${named}}`
}

/** The names of what a page points at, told from the texts of its columns: one statement for all objects. */
async function titlesJson(
  reader: Reader,
  pointers: readonly Pointer[],
  rows: readonly Texts[],
): Promise<string> {
  const parts = pointers.flatMap(({ columns, text }) => {
    const ids = new Set<string>()
    for (const row of rows) for (const at of columns) for (const id of idsIn(row[at]!)) ids.add(id)
    return ids.size > 0 ? [{ text: text.text, params: [[...ids], ...text.params] }] : []
  })
  if (parts.length === 0) return '{}'
  const found = await readTexts(reader.workspace.pool, allOf(parts))
  return `{${found.map(([id, title]) => `"${id}":${JSON.stringify(title ?? '')}`).join(',')}}`
}

/** A reference is an id, one to many `{id,id}`. */
const idsIn = (text: string | null): readonly string[] =>
  text === null
    ? none
    : text.charCodeAt(0) === openingBrace
      ? text.slice(1, -1).split(',').filter(Boolean)
      : [text]
const openingBrace = 0x7b
const none: readonly string[] = []

/** Over a connection of our own: `pool.query` goes by callbacks, and such statements are not prepared. */
async function readTexts(pool: pg.Pool, { text, params }: SqlText): Promise<readonly Texts[]> {
  const client = await lend(pool, patienceMs.question)
  try {
    return (
      await client.query<(string | null)[]>({ text, values: [...params], rowMode: 'array', types: asTexts })
    ).rows
  } finally {
    client.release()
  }
}

const asTexts = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig

interface Writer {
  /** `"name":`, with a comma before it unless it is the first. */
  readonly key: string
  readonly write: (text: string) => string
}

/**
 * What is written between the values of rows that are empty in the same places, as most rows of a list are.
 */
interface Frame {
  readonly before: readonly string[]
  readonly filled: readonly number[]
  readonly end: string
}

function frameOf(row: Texts, writers: readonly Writer[]): Frame {
  const [before, filled]: [string[], number[]] = [[], []]
  let fixed = '{'
  writers.forEach(({ key }, i) => {
    if (row[i] === null) return (fixed += `${key}null`)
    before.push(fixed + key)
    filled.push(i)
    return (fixed = '')
  })
  return { before, filled, end: `${fixed}}` }
}

const isFilledAsIn = ({ filled }: Frame, row: Texts, columns: number): boolean => {
  let at = 0
  for (let i = 0; i < columns; i++) if (row[i] !== null && filled[at++] !== i) return false
  return at === filled.length
}

function writeRows(rows: readonly Texts[], writers: readonly Writer[]): string {
  let json = ''
  let frame: Frame | undefined
  for (const row of rows) {
    if (!frame || !isFilledAsIn(frame, row, writers.length)) frame = frameOf(row, writers)
    const { before, filled, end } = frame
    if (json) json += ','
    for (let i = 0; i < filled.length; i++) json += before[i]! + writers[filled[i]!]!.write(row[filled[i]!]!)
    json += end
  }
  return json
}

interface Layout {
  readonly columns: SqlText
  readonly writers: readonly Writer[]
  readonly pointers: readonly Pointer[]
}

/** The columns that point at one object, and the statement of its titles, whose first parameter are the ids. */
interface Pointer {
  readonly columns: readonly number[]
  readonly text: SqlText
}

const layoutOf = (reader: Reader, object: ObjectDef, wanted?: readonly string[]): Layout =>
  remembered(reader, JSON.stringify(['columns', object.name, wanted]), () =>
    makeLayout(reader, object, wanted),
  )

function makeLayout(reader: Reader, object: ObjectDef, wanted?: readonly string[]): Layout {
  const shown = listColumns(reader, object, wanted)
  return {
    columns: together(...shown.flatMap(({ sql }, i) => (i > 0 ? [', ', sql] : [sql]))),
    writers: shown.map(({ name, field }, i) => ({
      key: `${i > 0 ? ',' : ''}${JSON.stringify(name)}:`,
      write: /(^|\.)version$/.test(name) ? asItIs : writerOf(field),
    })),
    pointers: pointersOf(reader, object).flatMap(({ target, fields }) => {
      const columns = fields
        .map((field) => shown.findIndex(({ name }) => name === field))
        .filter((at) => at >= 0)
      const text = titlesText(reader, target, { text: '$1::uuid[]', params: [null] })
      return columns.length > 0 && text
        ? [{ columns, text: { text: text.text, params: text.params.slice(1) } }]
        : []
    }),
  }
}

const asItIs = (text: string) => text
const quoted = (text: string) => `"${text}"`

/**
 * JSON of a value from PostgreSQL's text of it, exactly as `toRecord` and `JSON.stringify` would write it.
 */
function writerOf(field: Field): (text: string) => string {
  const kind = kindOf(field)
  const column = kind.column!(field)
  if (column === 'uuid' || column === 'date' || column.startsWith('numeric(')) return quoted
  if (column === 'numeric') return (text) => quoted(shownDecimal(text, field))
  if (column === 'timestamptz') return writeMoment
  if (column === 'boolean') return (text) => (text === 't' ? 'true' : 'false')
  if (column === 'jsonb') return asItIs
  if (column === 'text') return (text) => JSON.stringify(text)
  const parse = pg.types.getTypeParser(columnTypes[column] ?? textType)
  return (text) => JSON.stringify(kind.read ? kind.read(parse(text), field) : parse(text))
}

/** Numbers of PostgreSQL's types, where the driver has to read the text first. */
const columnTypes: Readonly<Record<string, number>> = { 'text[]': 1009, 'uuid[]': 2951 }
const textType = 25
const momentType = 1184

/**
 * `2026-11-23 08:00:00.5+00` as `Date.toISOString` writes it; other zones and far years go through a date.
 */
function writeMoment(text: string): string {
  if (text.length < 22 || text.length > 29 || text.charCodeAt(10) !== 32 || !text.endsWith('+00'))
    return JSON.stringify(pg.types.getTypeParser(momentType)(text))
  return `"${text.slice(0, 10)}T${text.slice(11, 19)}${text.length === 22 ? '.000' : text.slice(19, -3).padEnd(4, '0').slice(0, 4)}Z"`
}
