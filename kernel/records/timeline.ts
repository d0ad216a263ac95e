import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { loadRecord } from './load.ts'

const pageSize = 50

/** What happened to a record, newest first, for who may read it; changes of hidden fields are left out. */
export async function timeline(tx: Tx, name: string, id: string, after?: string) {
  if (after !== undefined && !/^\d{1,18}$/.test(after))
    throw refuse(
      'cursor_invalid',
      {
        zh: '分页游标无效，请从第一页重新开始',
        en: 'This page cursor does not belong to this list: start from the first page',
      },
      { field: 'after', status: 400 },
    )
  await loadRecord(tx, name, id)
  const { rows } = await sql<{
    id: string
    at: Date
    name: string
    actor: string | null
    actor_name: string
    cause: string | null
    payload: { changes?: Record<string, unknown> }
  }>`
    select id, at, name, actor, actor_name, cause, payload from ${table(tx.workspace, '_event')}
    where record = ${id} and (${after ?? null}::bigint is null or id < ${after ?? null}::bigint)
    order by id desc limit ${pageSize + 1}`.execute(tx.db)
  const access = tx.actor.trusted
    ? null
    : fieldAccess(tx.definitions, objectOf(tx.definitions, name), tx.actor)
  const items = rows.slice(0, pageSize).map((row) => ({
    ...row,
    at: row.at.toISOString(),
    payload:
      access && row.payload.changes
        ? { ...row.payload, changes: visible(row.payload.changes, access) }
        : row.payload,
  }))
  return { items, next: rows.length > pageSize ? items.at(-1)!.id : null }
}

const visible = (changes: Record<string, unknown>, access: { hidden(field: string): boolean }) =>
  Object.fromEntries(Object.entries(changes).filter(([field]) => !access.hidden(field)))
