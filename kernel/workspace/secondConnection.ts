import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { WatchedPool } from './watchedPool.ts'
import type { Workspace } from './workspace.ts'

/**
 * A connection beside the pool, for what somebody within a transaction needs done outside of it: whoever asks
 * already holds a connection of the pool, and when all of them waited there for a second one, none would
 * come. It closes when nobody has used it for a second.
 */
export function secondConnection(workspace: Pick<Workspace, 'pool' | 'url' | 'database'>): Kysely<any> {
  const known = connections.get(workspace.pool)
  if (known) return known
  const pool = new WatchedPool(workspace.database, {
    connectionString: workspace.url,
    max: 1,
    idleTimeoutMillis: 1000,
    allowExitOnIdle: true,
  })
  const db = new Kysely<any>({ dialect: new PostgresDialect({ pool }) })
  connections.set(workspace.pool, db)
  return db
}
const connections = new WeakMap<pg.Pool, Kysely<any>>()
