import { sql } from 'kysely'
import type { AnyRow } from '../../model/index.ts'
import { objectOf } from '../definitions/stored.ts'
import { toRecord } from '../records/row.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { frequencies, type Frequencies } from './frequencies.ts'

/** Keys by which a record may be found as a likeness of another; see the module that makes them. */
export async function noteSimilar(
  tx: Tx,
  object: string,
  record: string,
  keys: readonly string[],
): Promise<void> {
  await sql`
    insert into ${table(tx.workspace, '_similar')} (record, object, keys) values (${record}, ${object}, ${keys}::text[])
    on conflict (record) do update set keys = excluded.keys`.execute(tx.db)
}

const candidatesMax = 100
/**
 * So many records are looked at when the keys turn out to be common ones, which the statistics did not know
 * yet.
 */
const lookedAtMax = 1000

/**
 * Records that share a key, those that share most first; at most 100. A key that very many records have says
 * little and costs a walk over them all: it counts where a rarer one is shared, too.
 */
export async function findSimilar(tx: Tx, name: string, keys: readonly string[]): Promise<readonly AnyRow[]> {
  const object = objectOf(tx.definitions, name)
  const telling = tellingKeys(keys, await frequencies(tx.workspace, { table: '_similar', column: 'keys' }))
  if (telling.length === 0) return []
  const { rows } = await sql<Record<string, unknown>>`
    select t.* from (
      select s.record, (select count(*) from unnest(s.keys) k where k = any(${keys}::text[])) as shared
      from (select * from ${table(tx.workspace, '_similar')} s where s.keys && ${telling}::text[] and s.object = ${name} limit ${lookedAtMax}) s
      order by shared desc limit ${candidatesMax}) c
    join ${table(tx.workspace, name)} t on t.id = c.record where t.deleted_at is null order by c.shared desc, t.created_at desc`.execute(
    tx.db,
  )
  return rows.map((row) => toRecord(object, tx.definitions, row))
}

const commonFrom = 500
const atLeast = 3

/** The keys that few records have; where there is none, the rarest of the common ones. */
export function tellingKeys(keys: readonly string[], common: Frequencies): readonly string[] {
  const rare = keys.filter((key) => (common.get(key) ?? 0) < commonFrom)
  return rare.length > 0
    ? rare
    : [...keys].sort((a, b) => (common.get(a) ?? 0) - (common.get(b) ?? 0)).slice(0, atLeast)
}
