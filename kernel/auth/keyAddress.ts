import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { count } from '../workspace/counts.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { addressKey } from './device.ts'

/** What this process has written down already, so that a key that goes on as before costs nothing. */
const seenMax = 20_000
const seen = new WeakMap<object, Set<string>>()

function markOf(key: string, ip: string) {
  const address = addressKey(ip)
  const hash = createHash('sha256').update(key).digest()
  return { address, hash, mark: `${hash.toString('base64')} ${address}` }
}

/** Whether this process has written down already that the key is used from there. */
export const isAddressNoted = ({ pool }: Pick<Workspace, 'pool'>, key: string, ip: string): boolean =>
  seen.get(pool)?.has(markOf(key, ip).mark) ?? false

/**
 * Writes down from where a key is used. The first address of a key is its own; each further one is counted as
 * unusual.
 */
export async function noteKeyAddress(workspace: Workspace, key: string, ip: string): Promise<void> {
  const { address, hash, mark } = markOf(key, ip)
  const known = seen.get(workspace.pool) ?? new Set<string>()
  if (known.has(mark)) return
  if (known.size >= seenMax) known.clear()
  seen.set(workspace.pool, known.add(mark))
  const { rows } = await sql<{ key: string; further: boolean }>`
    with made as (
      insert into ${table(workspace, '_key_address')} (key, address)
      select id, ${address} from ${table(workspace, '_api_key')} where hash = ${hash} on conflict do nothing returning key)
    select key, exists (select from ${table(workspace, '_key_address')} a where a.key = made.key) as further from made`.execute(
    workspace.db,
  )
  if (rows[0]?.further) count(workspace, 'key_new_address', rows[0].key)
}
