import { sql, type RawBuilder } from 'kysely'
import type { ObjectDef } from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { rowCondition } from '../access/rows.ts'
import { fragment } from '../records/fragments.ts'
import type { Reader } from '../records/list.ts'
import { table } from '../workspace/workspace.ts'
import { catchUp } from './follow.ts'
import { isSearched, objectToken, searchedFields } from './searchedText.ts'
import { looseQueryTokens, queryTokens, rankHit, tokensOf } from './tokens.ts'

export interface Hit {
  readonly object: string
  readonly id: string
  readonly title: string
  readonly number: string | null
}

interface Candidate extends Hit {
  readonly text: string
}

/**
 * Rows of one object that are read at most, so that a word that stands everywhere costs no more than a rare
 * one; and those of them that are ranked.
 */
const readMax = 3000
const rankedMax = 500
/** With fewer hits than this the wider question is asked too. */
const hitsFew = 5
/** What the wider question finds must at least have most of the characters in order; see rankHit. */
const looseRankMin = 300

/**
 * Records whose text has every part of the query, best first, each under the actor's grant; where those are
 * few, also records whose characters only come in that order (深科技 for 深圳长城开发科技).
 * What a role may not see it cannot find by: for an actor with hidden fields each hit is checked again on the
 * visible ones.
 */
export async function search(
  reader: Reader,
  query: string,
  { objects: wanted, limit = 20 }: { readonly objects?: readonly string[]; readonly limit?: number } = {},
): Promise<readonly Hit[]> {
  const objects = Object.values(reader.definitions.objects).filter(
    (object) => (wanted ?? [object.name]).includes(object.name) && isSearched(object),
  )
  const strict = queryTokens(query)
  await catchUp(reader.workspace)
  const found = rank(query, await candidates(reader, objects, strict))
  const loose = looseQueryTokens(query)
  if (found.length < hitsFew && loose.some((token) => !strict.includes(token))) {
    const known = new Set(found.map(({ hit }) => hit.id))
    const wider = rank(query, await candidates(reader, objects, loose)).filter(
      ({ hit, likeness }) => !known.has(hit.id) && likeness >= looseRankMin,
    )
    found.push(...wider)
  }
  return found.slice(0, limit).map(({ hit: { text: _, ...hit } }) => hit)
}

const rank = (query: string, hits: readonly Candidate[]) =>
  hits
    .map((hit) => ({ hit, likeness: Math.max(rankHit(query, hit.title), 0.9 * rankHit(query, hit.text)) }))
    .sort((a, b) => b.likeness - a.likeness || a.hit.title.length - b.hit.title.length)

/**
 * The rows of all objects whose tokens contain these, the shortest titles of each object, in one statement.
 */
async function candidates(
  reader: Reader,
  objects: readonly ObjectDef[],
  tokens: readonly string[],
): Promise<readonly Candidate[]> {
  if (tokens.length === 0) return []
  const parts = objects.flatMap((object) => partFor(reader, object, tokens) ?? [])
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

function partFor(reader: Reader, object: ObjectDef, tokens: readonly string[]): RawBuilder<unknown> | null {
  const condition = rowCondition(reader.definitions, reader.workspace, object, reader.actor, 'read', 't')
  if (!condition) return null
  const access = reader.actor.trusted ? null : fieldAccess(reader.definitions, object, reader.actor)
  const visible = searchedFields(object).filter((name) => !access?.hidden(name))
  const checked = visible.length === searchedFields(object).length
  const text = checked
    ? sql`s.text`
    : sql`concat_ws(e'\\n', ${sql.join(['number', ...visible].map((name) => sql`t.${sql.id(name)}`))})`
  const title = object.title && access?.hidden(object.title) ? sql`coalesce(t.number, '')` : sql`s.title`
  return sql`(
    select ${object.name}::text as object, id, title, number, text, ${checked}::boolean as checked from (
      select t.id, t.number, ${title} as title, ${text} as text from ${table(reader.workspace, '_search')} s
      join ${table(reader.workspace, object.name)} t on t.id = s.record
      where s.tokens @> ${[objectToken(object.name), ...tokens]}::text[] and t.deleted_at is null and (${fragment(condition)})
      limit ${readMax}) read
    order by length(title), id limit ${rankedMax})`
}
