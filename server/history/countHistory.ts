import { sql } from 'kysely'
import { table, type Workspace } from '../../kernel/workspace/workspace.ts'

/** How many records of each object there are, of those that have any. */
export async function countHistory(
  workspace: Workspace,
): Promise<readonly { readonly name: string; readonly count: number }[]> {
  const counts: { name: string; count: number }[] = []
  for (const name of Object.keys(workspace.definitions.objects)) {
    const { rows } = await sql<{
      count: number
    }>`select count(*)::int as count from ${table(workspace, name)} where deleted_at is null`.execute(
      workspace.db,
    )
    if (rows[0]!.count > 0) counts.push({ name, count: rows[0]!.count })
  }
  return counts
}
