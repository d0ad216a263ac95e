import { sql } from 'kysely'
import { kindOf, type ObjectDef } from '../../model/index.ts'
import { fieldAccess, isOpen } from '../access/grants.ts'
import { rowCondition } from '../access/rows.ts'
import { objectOf } from '../definitions/stored.ts'
import { fragment } from '../records/fragments.ts'
import { isId } from '../records/load.ts'
import { search } from '../search/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { compactText, foldText } from './fold.ts'
import { nearestIn } from './nearest.ts'

/** What a name in a sheet stands for. */
export interface Found {
  readonly id?: string
  /** How many records answer to the name, when it is more than one. */
  readonly several?: number
}

/** Finds records by what people write of them, under the rights of who imports. */
export interface ReferenceFinder {
  /** Looks up the names of a batch; `find` and `suggest` then answer from memory. */
  prepare(target: string, texts: ReadonlySet<string>): Promise<void>
  find(target: string, text: string): Found
  suggest(target: string, text: string): string | undefined
  /** A record that the import itself has made. */
  note(target: string, id: string, name: string): void
}

/**
 * Up to here all names of an object are read once and kept; beyond, each name is looked up in its indexes.
 */
const wholeMax = 20_000
const answersMax = 100_000

/**
 * By title, number, any other unique text (a code, a login) or id; letter case, width and runs of spaces do
 * not count, an exact match goes first. Of several people of one name the one still here is meant.
 */
export function referenceFinder(tx: Tx): ReferenceFinder {
  const books = new Map<string, Book>()
  const bookOf = (target: string) => books.get(target)!
  return {
    async prepare(target, texts) {
      const object = objectOf(tx.definitions, target)
      const book = books.get(target) ?? (await openBook(tx, object))
      books.set(target, book)
      if (book.whole) return
      if (book.suggested.size > answersMax) books.set(target, emptyBook(false))
      await lookUp(tx, object, bookOf(target), [...texts])
    },
    find: (target, text) => findIn(bookOf(target), text),
    suggest(target, text) {
      const book = bookOf(target)
      if (!book.whole) return book.suggested.get(text)
      book.nearest ??= nearestIn(book.titles)
      return book.nearest(text)
    },
    note(target, id, name) {
      const book = books.get(target)
      if (book) enter(book, { id, names: [name], active: true })
    },
  }
}

interface Book {
  readonly whole: boolean
  readonly exact: Map<string, Set<string>>
  readonly folded: Map<string, Set<string>>
  readonly inactive: Set<string>
  readonly ids: Set<string>
  readonly titles: string[]
  readonly suggested: Map<string, string | undefined>
  nearest: ((text: string) => string | undefined) | null
}

const emptyBook = (whole: boolean): Book => ({
  whole,
  exact: new Map(),
  folded: new Map(),
  inactive: new Set(),
  ids: new Set(),
  titles: [],
  suggested: new Map(),
  nearest: null,
})

interface Named {
  readonly id: string
  readonly names: readonly (string | null)[]
  readonly active: boolean
}

function enter(book: Book, { id, names, active }: Named): void {
  book.ids.add(id)
  if (!active) book.inactive.add(id)
  if (names[0]) book.titles.push(names[0])
  for (const name of names) {
    if (!name) continue
    put(book.exact, name.trim(), id)
    put(book.folded, foldText(name), id)
  }
  book.nearest = null
}

function put(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key)
  if (ids) ids.add(id)
  else index.set(key, new Set([id]))
}

function findIn(book: Book, text: string): Found {
  const wanted = text.trim()
  if (isId(wanted) && book.ids.has(wanted.toLowerCase())) return { id: wanted.toLowerCase() }
  const ids = [...(book.exact.get(wanted) ?? book.folded.get(foldText(wanted)) ?? [])]
  if (ids.length <= 1) return ids[0] ? { id: ids[0] } : {}
  const here = ids.filter((id) => !book.inactive.has(id))
  return here.length === 1 ? { id: here[0]! } : { several: ids.length }
}

async function openBook(tx: Tx, object: ObjectDef): Promise<Book> {
  const rows = await readNames(tx, object, sql`true`, wholeMax + 1)
  const book = emptyBook(rows.length <= wholeMax)
  if (book.whole) for (const row of rows) enter(book, row)
  return book
}

/** Names that their own indexes know, then folded ones through the search table. */
async function lookUp(tx: Tx, object: ObjectDef, book: Book, texts: readonly string[]): Promise<void> {
  const unknown = texts.filter((text) => !book.suggested.has(text))
  if (unknown.length === 0) return
  const wanted = [...new Set(unknown.map((text) => text.trim()))]
  const columns = nameColumns(tx, object)
  const rows = await readNames(
    tx,
    object,
    sql`(${sql.join([...columns.map((name) => sql`t.${sql.id(name)} = any(${wanted}::text[])`), sql`t.id = any(${wanted.filter(isId)}::uuid[])`], sql` or `)})`,
    10_000,
  )
  for (const row of rows) if (!book.ids.has(row.id)) enter(book, row)
  const reader = {
    workspace: tx.workspace,
    definitions: tx.definitions,
    db: tx.db,
    actor: tx.actor,
    now: tx.now,
  }
  for (const text of unknown) {
    book.suggested.set(text, undefined)
    if (findIn(book, text).id || findIn(book, text).several) continue
    const hits = await search(reader, text, { objects: [object.name], limit: 10 })
    for (const hit of hits.filter((one) =>
      [one.title, one.number ?? ''].some((name) => foldText(name) === foldText(text)),
    ))
      if (!book.ids.has(hit.id)) enter(book, { id: hit.id, names: [hit.title, hit.number], active: true })
    book.suggested.set(
      text,
      hits.find((hit) => compactText(hit.title) === compactText(text))?.title ??
        nearestIn(hits.map((hit) => hit.title))(text),
    )
  }
}

/**
 * Text columns by which a record is known: title, number, and whatever is unique; of people the login too,
 * which nobody is shown.
 */
function nameColumns(tx: Tx, object: ObjectDef): readonly string[] {
  const access = tx.actor.trusted ? null : fieldAccess(tx.definitions, object, tx.actor)
  const unique = Object.entries(object.fields)
    .filter(
      ([name, field]) =>
        field.unique &&
        kindOf(field).column?.(field) === 'text' &&
        (object.name === 'user' || !access?.hidden(name)),
    )
    .map(([name]) => name)
  return [...new Set([object.title ?? 'number', 'number', ...unique])]
}

async function readNames(
  tx: Tx,
  object: ObjectDef,
  wanted: ReturnType<typeof sql>,
  limit: number,
): Promise<readonly Named[]> {
  const condition = isOpen(object)
    ? { text: 'true', params: [] }
    : rowCondition(tx.definitions, tx.workspace, object, tx.actor, 'read', 't')
  if (!condition) return []
  const names = sql.join(nameColumns(tx, object).map((name) => sql`t.${sql.id(name)}::text`))
  const active =
    object.fields.active && kindOf(object.fields.active).feel === 'boolean'
      ? sql`coalesce(t.active, true)`
      : sql`true`
  const { rows } = await sql<Named>`
    select t.id, array[${names}] as names, ${active} as active from ${table(tx.workspace, object.name)} t
    where t.deleted_at is null and ${wanted} and (${fragment(condition)}) limit ${limit}`.execute(tx.db)
  return rows
}
