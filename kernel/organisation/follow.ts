import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { renewDepartmentPaths } from './departmentPaths.ts'

/**
 * People and departments decide who may do what: the tree follows in the same transaction, and whoever left
 * has no session and no key any more, not even should they come back. Streams that are open hear of it with
 * the commit.
 */
export async function followOrganisation(tx: Tx, object: string): Promise<void> {
  if (object === 'department') await renewDepartmentPaths(tx.workspace, tx.db)
  if (object === 'user') await endLeavers(tx)
  if (object === 'department' || object === 'user')
    tx.afterCommit.push(() => tx.workspace.signal.tell('rights'))
}

async function endLeavers(tx: Tx): Promise<void> {
  const left = sql`u.active is not true or u.deleted_at is not null`
  await sql`delete from ${table(tx.workspace, '_session')} s using ${table(tx.workspace, 'user')} u where u.id = s.person and (${left})`.execute(
    tx.db,
  )
  await sql`
    update ${table(tx.workspace, '_api_key')} k set revoked_at = now(), revoked_by = ${tx.actor.id} from ${table(tx.workspace, 'user')} u
    where u.id = k.person and k.revoked_at is null and (${left})`.execute(tx.db)
}
