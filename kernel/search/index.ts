import { sql, type RawBuilder } from 'kysely'
import { kindOf, type Actor, type AnyRow, type ObjectDef } from '../../model/index.ts'
import { rowCondition } from '../access/grants.ts'
import { fragment } from '../records/fragments.ts'
import type { Reader } from '../records/list.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { queryTokens, rankHit, tokensOf } from './tokens.ts'

export interface Hit {
  readonly object: string
  readonly id: string
  readonly title: string
  readonly number: string | null
}

/** Keeps the record's line in the search table, where its searchable text moved. */
export async function indexForSearch(tx: Tx, object: ObjectDef, record: AnyRow | null, before: AnyRow | null = null): Promise<void> {
  if (object.unsearchable || 'inherit' in object.access) return
  if (!record) {
    await sql`delete from ${table(tx.workspace, '_search')} where record = ${before!.id}`.execute(tx.db)
    return
  }
  if (before && titleOf(object, record) === titleOf(object, before) && textOf(object, record) === textOf(object, before)) return
  await insertSearchLine(tx, object, record)?.execute(tx.db)
}

/** The statement that writes a record's line, to stand alone or in a larger one; null for objects that are not searched. */
export function insertSearchLine(tx: Tx, object: ObjectDef, record: AnyRow): RawBuilder<unknown> | null {
  if (object.unsearchable || 'inherit' in object.access) return null
  const text = textOf(object, record)
  return sql`
    insert into ${table(tx.workspace, '_search')} (record, object, title, text, tokens) values (${record.id}, ${object.name}, ${titleOf(object, record)}, ${text}, ${tokensOf(text)}::text[])
    on conflict (record) do update set title = excluded.title, text = excluded.text, tokens = excluded.tokens`
}

export const titleOf = (object: ObjectDef, record: AnyRow) => String(record[object.title ?? 'number'] ?? record.number ?? '')

/** Title, number and every field marked `search`; telephones and addresses of mail always. */
function textOf(object: ObjectDef, record: AnyRow): string {
  const searched = Object.entries(object.fields).filter(([name, field]) => field.search || name === object.title || ['phone', 'email'].includes(field.type))
  return [record.number, ...searched.filter(([, field]) => kindOf(field).feel === 'string').map(([name]) => record[name])].filter((part) => typeof part === 'string' && part !== '').join('\n').slice(0, 4000)
}

/** How many candidates of one object are ranked. */
const candidatesMax = 500

/** Records whose text has every part of the query, best first, each under the actor's grant. */
export async function search(reader: Reader, query: string, options: { readonly objects?: readonly string[]; readonly limit?: number } = {}): Promise<readonly Hit[]> {
  const tokens = queryTokens(query)
  if (tokens.length === 0) return []
  const objects = Object.values(reader.definitions.objects).filter((object) => (options.objects ?? [object.name]).includes(object.name) && !object.unsearchable)
  const found = (await Promise.all(objects.map((object) => searchObject(reader, object, tokens)))).flat()
  return found
    .map((hit) => ({ hit, rank: Math.max(rankHit(query, hit.title), 0.9 * rankHit(query, hit.text)) }))
    .sort((a, b) => b.rank - a.rank || a.hit.title.length - b.hit.title.length)
    .slice(0, options.limit ?? 20)
    .map(({ hit: { text: _, ...hit } }) => hit)
}

async function searchObject(reader: Reader, object: ObjectDef, tokens: readonly string[]): Promise<readonly (Hit & { readonly text: string })[]> {
  const condition = searchable(reader, object, reader.actor)
  if (!condition) return []
  const { rows } = await sql<Hit & { text: string }>`
    select s.object, t.id, s.title, t.number, s.text from ${table(reader.workspace, '_search')} s
    join ${table(reader.workspace, object.name)} t on t.id = s.record
    where s.tokens @> ${tokens}::text[] and s.object = ${object.name} and t.deleted_at is null and (${fragment(condition)})
    limit ${candidatesMax}`.execute(reader.db)
  return rows
}

const searchable = (reader: Reader, object: ObjectDef, actor: Actor) =>
  'inherit' in object.access ? null : rowCondition(reader.definitions, reader.workspace, object, actor, 'read', 't')
