import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { secondConnection } from '../workspace/secondConnection.ts'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

/**
 * Gives bytes to the store before the row that names them is committed. What is under way is noted first,
 * outside of any transaction, so that whatever goes wrong afterwards (a rollback, a crash) leaves bytes that
 * the housekeeping knows and nobody else does.
 */
export async function depositFile(
  workspace: Workspace,
  { id, temporary }: { readonly id: string; readonly temporary: string },
): Promise<void> {
  await sql`insert into ${table(workspace, '_upload')} (id) values (${id})`.execute(
    secondConnection(workspace),
  )
  await workspace.files.put(id, temporary)
}

/**
 * To be called in the transaction that writes the row of the file: from its commit on the bytes belong to
 * somebody.
 */
export const settleUpload = (tx: Tx, id: string) =>
  sql`delete from ${table(tx.workspace, '_upload')} where id = ${id}`.execute(tx.db)

/** No upload and no transaction lasts this long. */
const strayAfterHours = 24

/**
 * Removes what uploads left behind that never became a file: bytes in the store, and half files in the folder
 * of this machine. Answers how many.
 */
export async function sweepUploads(workspace: Workspace): Promise<number> {
  const uploads = table(workspace, '_upload')
  const { rows } = await sql<{ id: string }>`
    select id from ${uploads} u where at < now() - make_interval(hours => ${strayAfterHours})
      and not exists (select from ${table(workspace, '_file')} f where f.id = u.id) order by at limit 1000`.execute(
    workspace.db,
  )
  for (const { id } of rows) {
    await workspace.files.remove(id)
    await sql`delete from ${uploads} where id = ${id}`.execute(workspace.db)
  }
  return rows.length + (await sweepFolder(workspace.files.temporary))
}

async function sweepFolder(folder: string): Promise<number> {
  let removed = 0
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (!found || found.mtimeMs > Date.now() - strayAfterHours * 3_600_000) continue
    await rm(path, { force: true })
    removed++
  }
  return removed
}
