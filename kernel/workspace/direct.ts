import pg from 'pg'
import { addressNow } from './addressNow.ts'
import type { Workspace } from './workspace.ts'

/**
 * A connection of its own past any pooler, for what lives with a session. It ends when the database falls
 * silent; whoever holds it listens to `end`.
 */
export async function connectDirect({
  directUrl,
  database,
}: Pick<Workspace, 'directUrl' | 'database'>): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: addressNow(directUrl),
    keepAlive: true,
    connectionTimeoutMillis: database.patienceMs,
  })
  client.on('error', () => {}) // told by `end`, and by the statement that meets it
  await client.connect()
  database.guard(client)
  return client
}

export interface HeldConnection {
  /** The one that is open at this moment; null while there is none. */
  client(): pg.Client | null
  stop(): Promise<void>
}

const againMs = 200

/**
 * Holds such a connection for as long as wanted: one that breaks is replaced as soon as the database answers,
 * and `prepare` runs on each.
 * @throws what the first connection or its `prepare` throws
 * @example const held = await holdConnection(workspace, async (client) => void (await client.query('listen
 * "news"')))
 */
export async function holdConnection(
  workspace: Pick<Workspace, 'directUrl' | 'database'>,
  prepare: (client: pg.Client) => Promise<void>,
): Promise<HeldConnection> {
  let current: pg.Client | null = null
  let stopped = false
  const open = async () => {
    const client = await connectDirect(workspace)
    const ended = new Promise<void>((resume) => client.once('end', () => resume()))
    try {
      await prepare(client)
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
    if (stopped) return void client.end().catch(() => {})
    current = client
    void ended.then(reopen)
  }
  const reopen = async () => {
    current = null
    while (!stopped) {
      await workspace.database.back()
      if (
        stopped ||
        (await open().then(
          () => true,
          () => false,
        ))
      )
        return
      await new Promise((resume) => setTimeout(resume, againMs))
    }
  }
  await open()
  return {
    client: () => current,
    async stop() {
      stopped = true
      await current?.end().catch(() => {})
    },
  }
}
