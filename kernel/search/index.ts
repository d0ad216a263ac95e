import { sql, type RawBuilder } from 'kysely'
import type { AnyRow, ObjectDef } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { objectToken, textOf, titleOf } from './searchedText.ts'
import { tokensOf } from './tokens.ts'

export { search, type Hit } from './search.ts'
export { titleOf } from './searchedText.ts'

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
    insert into ${table(tx.workspace, '_search')} (record, object, title, text, tokens) values (${record.id}, ${object.name}, ${titleOf(object, record)}, ${text}, ${[objectToken(object.name), ...tokensOf(text)]}::text[])
    on conflict (record) do update set title = excluded.title, text = excluded.text, tokens = excluded.tokens`
}
