import { connectDirect } from '../workspace/direct.ts'
import type { Workspace } from '../workspace/workspace.ts'

export interface Lease {
  readonly lost: AbortSignal
  release(): Promise<void>
}

/**
 * The lock by which one process of all reads; null while another holds it. It lives with a connection of its
 * own, past any pooler.
 */
export async function takeLease(workspace: Workspace): Promise<Lease | null> {
  const client = await connectDirect(workspace)
  const lost = new AbortController()
  client.on('end', () => lost.abort())
  const { rows } = await client.query<{ mine: boolean }>(
    `select pg_try_advisory_lock(hashtextextended($1, 0)) as mine`,
    [`guantong mailbox ${workspace.name}`],
  )
  const release = () => client.end().catch(() => {})
  if (rows[0]!.mine) return { lost: lost.signal, release }
  await release()
  return null
}
