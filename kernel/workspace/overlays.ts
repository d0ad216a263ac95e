import { sql, type Kysely } from 'kysely'
import type { Overlay } from '../../model/index.ts'
import { table } from './table.ts'

/**
 * The company's published changes, oldest name first so that the result does not depend on when they were
 * made.
 */
export async function loadOverlays(
  workspace: { readonly name: string },
  db: Kysely<any>,
): Promise<Overlay[]> {
  const found = await sql<Overlay>`
    select kind, name, body, version from ${table(workspace, '_definition')} where status = 'published' order by kind, name`.execute(
    db,
  )
  return found.rows
}
