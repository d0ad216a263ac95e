import { sql } from 'kysely'
import { kindOf, type ObjectDef } from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import type { ListQuery, Reader } from './list.ts'
import { readPage, type PageRow } from './page.ts'
import { objectOf, storedFields } from './row.ts'

/**
 * The page of `listRecords` as JSON text, written by PostgreSQL itself: the rows pass through this process unread,
 * which is most of what a list costs. `fields` chooses columns; id and version always come.
 */
export async function listRecordsJson(reader: Reader, name: string, query: ListQuery & { readonly fields?: readonly string[] } = {}): Promise<string> {
  const object = objectOf(reader.definitions, name)
  const { rows, next, count } = await readPage<PageRow & { json: string }>(reader, object, query, sql`row_to_json((select r from (select ${columnsOf(reader, object, query.fields)}) r))::text as json`)
  const counted = count ? `,"count":${count.count},"count_capped":${count.count_capped}` : ''
  return `{"items":[${rows.map((row) => row.json).join(',')}],"next":${JSON.stringify(next)}${counted}}`
}

function columnsOf(reader: Reader, object: ObjectDef, wanted?: readonly string[]) {
  const access = reader.actor.trusted ? null : fieldAccess(reader.definitions, object, reader.actor)
  const shown = Object.entries(storedFields(object, reader.definitions))
    .filter(([name]) => !access?.hidden(name) && (!wanted || name === 'id' || name === 'version' || wanted.includes(name)))
  return sql.join(shown.map(([name, field]) => {
    const column = `t."${name}"`
    const expression = name === 'version' ? column : (kindOf(field).sqlJson?.(column, field) ?? column)
    return sql`${sql.raw(expression)} as ${sql.id(name)}`
  }))
}
