import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

/**
 * Forgets files for good: their rows go with the transaction, their bytes with the next housekeeping, which
 * finds them as uploads that belong to nobody (uploads.ts). Documents that were issued stay. Asks for no
 * right.
 * @returns the ids that went
 */
export async function eraseFiles(
  tx: Tx,
  which: { readonly ids?: readonly string[]; readonly record?: string },
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with gone as (
      delete from ${table(tx.workspace, '_file')} where not immutable and (id = any(${which.ids ?? []}::uuid[]) or record = ${which.record ?? null}::uuid) returning id)
    insert into ${table(tx.workspace, '_upload')} (id, at) select id, now() - interval '2 days' from gone
    on conflict (id) do update set at = excluded.at returning id`.execute(tx.db)
  return rows.map((row) => row.id)
}
