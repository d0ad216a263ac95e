import { sql, type Kysely } from 'kysely'
import { table } from '../workspace/workspace.ts'

/**
 * Renews the closure of the department tree: every department with itself and all above it. A circle ends
 * where it began.
 */
export async function renewDepartmentPaths(
  workspace: { readonly name: string },
  db: Kysely<any>,
): Promise<void> {
  const [paths, departments] = [table(workspace, '_department_path'), table(workspace, 'department')]
  await sql`
    with recursive path as (
      select id as ancestor, id as descendant, 0 as depth from ${departments} where deleted_at is null
      union
      select p.ancestor, d.id, p.depth + 1 from path p join ${departments} d on d.parent = p.descendant and d.deleted_at is null and p.depth < 50),
    closest as (select ancestor, descendant, min(depth)::smallint as depth from path group by 1, 2),
    gone as (delete from ${paths} p where not exists (select from closest c where c.ancestor = p.ancestor and c.descendant = p.descendant))
    insert into ${paths} (ancestor, descendant, depth) select ancestor, descendant, depth from closest
    on conflict (ancestor, descendant) do update set depth = excluded.depth`.execute(db)
}
