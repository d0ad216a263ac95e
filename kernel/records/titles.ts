import { sql } from 'kysely'
import { kindOf, systemFields, type AnyRow, type Field, type ObjectDef } from '../../model/index.ts'
import { everything, fieldAccess, rowCondition } from '../access/grants.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { fragment } from './fragments.ts'

/** Names of the records that these records point at, as far as the actor may see them; people and departments always. */
export async function titlesFor(tx: Tx, object: ObjectDef, records: readonly AnyRow[]): Promise<Record<string, string>> {
  const wanted = new Map<string, Set<string>>()
  for (const [name, field] of Object.entries<Field>({ ...systemFields, ...object.fields })) {
    const target = kindOf(field).target?.(field)
    if (!target || !tx.definitions.objects[target]) continue
    const ids = wanted.get(target) ?? new Set()
    for (const record of records) for (const id of [record[name]].flat()) if (typeof id === 'string') ids.add(id)
    if (ids.size > 0) wanted.set(target, ids)
  }
  return readTitles(tx, [...wanted].map(([target, ids]) => ({ object: tx.definitions.objects[target]!, ids: [...ids] })))
}

/** Titles of records by id, under the actor's grant; one statement for all objects. */
export async function readTitles(tx: Tx, wanted: readonly { readonly object: ObjectDef; readonly ids: readonly string[] }[]): Promise<Record<string, string>> {
  const parts = wanted.flatMap(({ object, ids }) => {
    const open = ['user', 'department'].includes(object.name)
    const condition = open ? everything : rowCondition(tx.definitions, tx.workspace, object, tx.actor, 'read', 't')
    return condition && ids.length > 0 ? [sql`
      select t.id, t.${sql.id(shownTitle(tx, object))}::text as title from ${table(tx.workspace, object.name)} t where t.id = any(${ids}::uuid[]) and (${fragment(condition)})`] : []
  })
  if (parts.length === 0) return {}
  const { rows } = await sql<{ id: string; title: string | null }>`${sql.join(parts, sql` union all `)}`.execute(tx.db)
  return Object.fromEntries(rows.map((row) => [row.id, row.title ?? '']))
}

/** A title that is hidden from the actor is not told by its pointers either. */
const shownTitle = (tx: Tx, object: ObjectDef) => {
  const title = object.title ?? 'number'
  return !tx.actor.trusted && !['user', 'department'].includes(object.name) && fieldAccess(tx.definitions, object, tx.actor)?.hidden(title) ? 'number' : title
}
