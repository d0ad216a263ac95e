import { sql } from 'kysely'
import {
  levelOf,
  protectedFields,
  type Actor,
  type ObjectDef,
  type ProtectionName,
} from '../../model/index.ts'
import { now, table, type Workspace } from '../workspace/workspace.ts'
import { privacyRules } from './rules.ts'

/** That somebody saw protected fields: of one record, of a list, or took them away in a sheet. */
export interface Reading {
  readonly actor: Actor
  readonly address: string
  readonly object: string
  readonly record: string | null
  readonly how: 'record' | 'list' | 'export' | 'person'
  readonly levels: readonly ProtectionName[]
  readonly rows: number
}

type Kept = Reading & { readonly at: Date; times: number }

interface Book {
  /** By who, what and where within a minute: a page that is looked at again is one line. */
  open: Map<string, Kept>
  lost: number
  timer: ReturnType<typeof setTimeout> | undefined
  writing: Promise<void>
}
const books = new WeakMap<Workspace, Book>()

/** So long a reading waits at most for others; a crash loses what was read in this time. */
const gatherMs = 1000
/** Readings that wait while the database is away; more are counted and complained of. */
const heldMax = 10_000

/** Notes a reading, outside of the request that read: nobody waits for it. */
export function noteReading(workspace: Workspace, reading: Reading): void {
  if (reading.levels.length === 0 || reading.actor.id === null) return
  const book = bookOf(workspace)
  const at = now(workspace)
  const key = [
    reading.actor.id,
    reading.how,
    reading.object,
    reading.record,
    reading.address,
    Math.floor(at.getTime() / 60_000),
  ].join(' ')
  const known = book.open.get(key)
  if (known && reading.how !== 'export') known.times++
  else if (book.open.size >= heldMax) book.lost++
  else book.open.set(known ? `${key} ${book.open.size}` : key, { ...reading, at, times: 1 })
  book.timer ??= setTimeout(() => void flushReadings(workspace), gatherMs).unref()
}

function bookOf(workspace: Workspace): Book {
  const known = books.get(workspace)
  if (known) return known
  const made: Book = { open: new Map(), lost: 0, timer: undefined, writing: Promise.resolve() }
  books.set(workspace, made)
  return made
}

/**
 * Writes what is noted; to be called before the server ends. What cannot be written is kept for the next
 * time.
 */
export function flushReadings(workspace: Workspace): Promise<void> {
  const book = bookOf(workspace)
  clearTimeout(book.timer)
  book.timer = undefined
  book.writing = book.writing.then(() => writeOut(workspace, book))
  return book.writing
}

async function writeOut(workspace: Workspace, book: Book): Promise<void> {
  const taken = book.open
  if (taken.size === 0) return
  book.open = new Map()
  try {
    const { trace } = await privacyRules(workspace)
    const rows =
      trace === 'off' ? [] : [...taken.values()].filter(({ how }) => how !== 'list' || trace === 'lists')
    if (rows.length > 0) await insertRows(workspace, rows)
    if (book.lost > 0)
      complain(`${book.lost} readings of protected fields were not noted: the database was away too long`)
    book.lost = 0
  } catch (error) {
    for (const [key, one] of taken)
      if (book.open.size < heldMax) book.open.set(key, one)
      else book.lost++
    complain('readings of protected fields cannot be noted, trying again', String((error as Error).message))
    book.timer ??= setTimeout(() => void flushReadings(workspace), gatherMs).unref()
  }
}

const insertRows = (workspace: Workspace, rows: readonly Kept[]) => {
  const all = JSON.stringify(
    rows.map(({ actor, ...row }) => ({
      ...row,
      person: actor.id,
      person_name: actor.name,
      by_key: Boolean(actor.scope),
    })),
  )
  return sql`
    insert into ${table(workspace, '_reading')} (at, person, person_name, by_key, object, record, how, levels, rows, times, address)
    select at, person, person_name, by_key, object, record, how, levels, rows, times, address from jsonb_to_recordset(${all}::jsonb)
      as r (at timestamptz, person uuid, person_name text, by_key boolean, object text, record uuid, how text, levels text[], rows int, times int, address text)`.execute(
    workspace.db,
  )
}

const complain = (msg: string, error?: string) =>
  void process.stderr.write(`${JSON.stringify({ level: 40, msg, error })}\n`)

const tracedOf = new WeakMap<ObjectDef, readonly string[]>()

/**
 * Levels of the fields, of those that leave a trace when opened, for which `shows` holds. Costs nothing for
 * an object that has none.
 */
export function levelsShown(object: ObjectDef, shows: (field: string) => boolean): readonly ProtectionName[] {
  const names = tracedOf.get(object) ?? protectedFields(object, ({ traced }) => traced === 'opened')
  tracedOf.set(object, names)
  if (names.length === 0) return []
  return [...new Set(names.filter(shows).flatMap((name) => levelOf(object.fields[name]!) ?? []))]
}

export interface ReadingRow extends Omit<Reading, 'actor'> {
  readonly id: string
  readonly at: string
  readonly person: string
  readonly person_name: string
  readonly by_key: boolean
  readonly times: number
}

const pageSize = 100

/** Who read what, newest first: of all, of a person, of a record, or of an object. */
export async function readingsOf(
  workspace: Workspace,
  asked: {
    readonly person?: string
    readonly record?: string
    readonly object?: string
    readonly after?: string
  },
) {
  const { person = null, record = null, object = null, after = null } = asked
  const { rows } = await sql<ReadingRow & { at: Date }>`
    select r.id::text as id, at, person, person_name, by_key, object, record, how, levels, rows, times, address from ${table(workspace, '_reading')} r
    where (${person}::uuid is null or person = ${person}::uuid) and (${record}::uuid is null or record = ${record}::uuid)
      and (${object}::text is null or object = ${object}) and (${after}::bigint is null or r.id < ${after}::bigint)
    order by r.id desc limit ${pageSize + 1}`.execute(workspace.db)
  const items = rows.slice(0, pageSize).map((row) => ({ ...row, at: row.at.toISOString() }))
  return { items, next: rows.length > pageSize ? items.at(-1)!.id : null }
}

/** Forgets traces that are older than the company keeps them. Answers how many went. */
export async function sweepReadings(workspace: Workspace): Promise<number> {
  const { trace_days } = await privacyRules(workspace)
  let swept = 0
  for (let gone = portion; gone === portion; swept += gone) {
    await workspace.traffic.room()
    const { numAffectedRows } = await sql`
      delete from ${table(workspace, '_reading')} where ctid = any(array(
        select ctid from ${table(workspace, '_reading')} where at < ${now(workspace)}::timestamptz - make_interval(days => ${trace_days})
        limit ${portion} for update skip locked))`.execute(workspace.db)
    gone = Number(numAffectedRows ?? 0)
  }
  return swept
}
const portion = 2000
