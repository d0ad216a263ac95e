import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

/** Active people with any of the roles, of a department and all below it where given, by name. */
export async function peopleWith(
  tx: Pick<Tx, 'workspace' | 'db'>,
  { roles, department }: { readonly roles?: readonly string[]; readonly department?: string },
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select u.id from ${table(tx.workspace, 'user')} u
    where u.active and u.deleted_at is null
      and (${roles ?? null}::text[] is null or u.roles && ${roles ?? null}::text[])
      and (${department ?? null}::uuid is null or exists (
        select from ${table(tx.workspace, '_department_path')} p where p.descendant = u.department and p.ancestor = ${department ?? null}::uuid))
    order by u.name, u.id`.execute(tx.db)
  return rows.map((row) => row.id)
}
