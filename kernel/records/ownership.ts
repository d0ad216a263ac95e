import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

/** A record belongs to the department of its owner. */
export async function ownerDepartment(tx: Tx, owner: string | null): Promise<string | null> {
  if (!owner) return null
  if (owner === tx.actor.id && tx.actor.department) return tx.actor.department
  const { rows } = await sql<{
    department: string | null
  }>`select department from ${table(tx.workspace, 'user')} where id = ${owner}`.execute(tx.db)
  return rows[0]?.department ?? null
}
