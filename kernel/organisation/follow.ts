import type { Tx } from '../workspace/transact.ts'
import { renewDepartmentPaths } from './departmentPaths.ts'

/** People and departments decide who may do what: the tree follows in the same transaction, remembered rights are forgotten with the commit. */
export async function followOrganisation(tx: Tx, object: string): Promise<void> {
  if (object === 'department') await renewDepartmentPaths(tx.workspace, tx.db)
  if (object === 'department' || object === 'user') tx.afterCommit.push(() => tx.workspace.signal.tell('rights'))
}
