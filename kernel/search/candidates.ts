import { sql, type RawBuilder } from 'kysely'
import type { ObjectDef } from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { everything, rowCondition } from '../access/rows.ts'
import { fragment } from '../records/fragments.ts'
import { grouped } from '../records/grouped.ts'
import type { Reader } from '../records/list.ts'
import { table } from '../workspace/workspace.ts'
import { objectToken, searchedFields } from './searchedText.ts'
import { tokensOf } from './tokens.ts'

/** A record that may be meant, under the actor's grant. */
export interface Candidate {
  readonly object: string
  readonly id: string
  readonly title: string
  readonly number: string | null
  readonly text: string
}

/** What is looked for, and where. */
export interface Question {
  readonly reader: Reader
  readonly objects: readonly ObjectDef[]
  readonly tokens: readonly string[]
}

/** Lines of one object that are ranked at most. */
const rankedMax = 300
/** So many beginnings are looked at; more would be longer names. */
const headsMax = 100
/** So many of the newest records of an object are looked through for a word that a good part of them has. */
const walkedMax = 600
/** So many of somebody's own records are looked through for such a word. */
const ownMax = 2000
/** So many lines with a word are read before anybody asks whose they are. */
const linesMax = 500

/** Records whose title begins with a head (heads.ts), of the shortest titles that do. */
export async function beginningWith(question: Question, head: string): Promise<readonly Candidate[]> {
  const { reader, objects } = question
  const { rows: lines } = await sql<SearchLine>`
    select o.object, h.record from unnest(${namesOf(objects)}::text[]) o (object)
    cross join lateral (
      select h.record, h.size from ${table(reader.workspace, '_search_head')} h
      where h.object = o.object and h.head = ${head} order by h.size, h.record limit ${headsMax}) h
    order by h.size limit ${headsMax}`.execute(reader.db)
  return readable(question, lines)
}

/**
 * Records with words that are common, first among the newest of each object, then, of objects with more, among
 * what is somebody's own: such a word is found sooner by looking than by its index, which lists them all.
 */
export async function withCommon(question: Question, wanted: number): Promise<readonly Candidate[]> {
  const { reader, objects, tokens } = question
  const { rows } = await sql<SearchLine & { has: boolean; last: boolean }>`
    select o.object, s.record, s.has, s.last from unnest(${namesOf(objects)}::text[]) o (object)
    cross join lateral (
      select w.record, w.tokens @> ${tokens}::text[] as has, row_number() over () = ${walkedMax} as last from (
        select s.record, s.tokens from ${table(reader.workspace, '_search')} s
        where s.object = o.object order by s.record desc limit ${walkedMax}) w) s
    where s.has or s.last`.execute(reader.db)
  const walked = await readable(
    question,
    rows.filter(({ has }) => has),
  )
  if (walked.length >= wanted) return walked
  const large = new Set(rows.filter(({ last }) => last).map(({ object }) => object))
  return [
    ...walked,
    ...(await ownWith({ ...question, objects: objects.filter(({ name }) => large.has(name)) })),
  ]
}

/** Of somebody who may not read all, and not very much. */
const ownWith = (question: Question): Promise<readonly Candidate[]> =>
  readAll(question, (object, grant) =>
    grant.text === everything.text
      ? null
      : {
          // Line by line, so that it is over as soon as there are enough: left to itself PostgreSQL asks the
          // index of the words for each.
          from: sql`(
            select t.id from ${table(question.reader.workspace, object.name)} t
            where t.deleted_at is null and (${fragment(grant)}) limit ${ownMax}) own
            cross join lateral (
              select s.* from ${table(question.reader.workspace, '_search')} s
              where s.record = own.id offset 0) s`,
          where: sql`s.tokens @> ${question.tokens}::text[]`,
        },
  )

/** Records whose text has all of these words, by their index. */
export async function containing(question: Question): Promise<readonly Candidate[]> {
  const { reader, objects, tokens } = question
  const { rows: lines } = await sql<SearchLine>`
    select s.object, s.record from ${table(reader.workspace, '_search')} s
    where s.tokens @> ${tokens}::text[] and s.object = any(${namesOf(objects)}::text[]) limit ${linesMax}`.execute(
    reader.db,
  )
  if (lines.length < linesMax) return readable(question, lines)
  return readAll(question, ({ name }) => ({
    from: sql`${table(reader.workspace, '_search')} s`,
    where: sql`s.tokens @> ${[objectToken(name), ...tokens]}::text[]`,
  }))
}

interface SearchLine {
  readonly object: string
  readonly record: string
}

/** What of these lines may be read. */
function readable(question: Question, lines: readonly SearchLine[]): Promise<readonly Candidate[]> {
  const byObject = grouped(lines, ({ object }) => object)
  return readAll(question, ({ name }) => {
    const records = byObject.get(name)?.map(({ record }) => record)
    return records
      ? {
          from: sql`${table(question.reader.workspace, '_search')} s`,
          where: sql`s.record = any(${records}::uuid[])`,
          order: sql`order by length(s.title)`,
        }
      : null
  })
}

const namesOf = (objects: readonly ObjectDef[]) => objects.map(({ name }) => name)

/** Search lines `s` of one object. */
interface Source {
  readonly from: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
  readonly order?: RawBuilder<unknown>
}

type Grant = NonNullable<ReturnType<typeof rowCondition>>

/** All objects in one statement, each line under the grant on its record. */
async function readAll(
  { reader, objects, tokens }: Question,
  sourceOf: (object: ObjectDef, grant: Grant) => Source | null,
): Promise<readonly Candidate[]> {
  if (tokens.length === 0) return []
  const parts = objects.flatMap((object) => {
    const grant = rowCondition(reader.definitions, reader.workspace, object, reader.actor, 'read', 't')
    const source = grant && sourceOf(object, grant)
    return source ? [partFor(reader, object, grant, source)] : []
  })
  if (parts.length === 0) return []
  const { rows } = await sql<Candidate & { checked: boolean }>`${sql.join(parts, sql` union all `)}`.execute(
    reader.db,
  )
  return rows.filter((row) => row.checked || contains(row.text, tokens)).map(({ checked: _, ...row }) => row)
}

const contains = (text: string, tokens: readonly string[]) => {
  const present = new Set(tokensOf(text))
  return tokens.every((token) => present.has(token))
}

function partFor(
  reader: Reader,
  object: ObjectDef,
  grant: Grant,
  { from, where, order = sql`` }: Source,
): RawBuilder<unknown> {
  const access = reader.actor.trusted ? null : fieldAccess(reader.definitions, object, reader.actor)
  const visible = searchedFields(object).filter((name) => !access?.hidden(name))
  const checked = visible.length === searchedFields(object).length
  const text = checked
    ? sql`s.text`
    : sql`concat_ws(e'\\n', ${sql.join(['number', ...visible].map((name) => sql`t.${sql.id(name)}`))})`
  const title = object.title && access?.hidden(object.title) ? sql`coalesce(t.number, '')` : sql`s.title`
  return sql`(
    select ${object.name}::text as object, t.id, t.number, ${title} as title, ${text} as text, ${checked}::boolean as checked
    from ${from} join ${table(reader.workspace, object.name)} t on t.id = s.record
    where ${where} and t.deleted_at is null and (${fragment(grant)}) ${order} limit ${rankedMax})`
}
