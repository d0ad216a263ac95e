import { sql } from 'kysely'
import { refuse, type FileInfo } from '../../model/index.ts'
import { isId, loadRecord } from '../records/load.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

export interface FileRow extends FileInfo {
  readonly object: string | null
  readonly record: string | null
  readonly immutable: boolean
}

const columns = sql`id, name, size::int as size, type, kind, purpose, object, record, immutable, created_at, created_by`
const shown = (row: FileRow): FileRow => ({ ...row, created_at: new Date(row.created_at).toISOString() })

/**
 * Files that hang on a record, newest first. Asks for no right of its own: the caller has loaded the record
 * under the actor's grant.
 */
export async function filesOf(tx: Tx, record: string): Promise<readonly FileRow[]> {
  const { rows } =
    await sql<FileRow>`select ${columns} from ${table(tx.workspace, '_file')} where record = ${record} and deleted_at is null order by created_at desc, id desc`.execute(
      tx.db,
    )
  return rows.map(shown)
}

/** A file for who may read the record it hangs on, or who uploaded it. Nobody else learns that it exists. */
export async function findFile(tx: Tx, id: string): Promise<FileRow> {
  const missing = refuse('not_found', { zh: '找不到该文件', en: 'No such file' }, { status: 404 })
  if (!isId(id)) throw missing
  const { rows } =
    await sql<FileRow>`select ${columns} from ${table(tx.workspace, '_file')} where id = ${id} and deleted_at is null`.execute(
      tx.db,
    )
  const row = rows[0]
  if (!row) throw missing
  if (row.object && row.record) {
    await loadRecord(tx, row.object, row.record).catch(() => {
      throw missing
    })
  } else if (row.created_by !== tx.actor.id && !tx.actor.trusted) throw missing
  return shown(row)
}
