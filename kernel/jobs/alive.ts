import pg from 'pg'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { table, tableText, type Workspace } from '../workspace/workspace.ts'
import { jobsSchema } from './jobsSchema.ts'

/** The sign of life of a server process. */
export interface Alive {
  /** A worker of this process; its jobs are freed should the process die. */
  note(worker: string): void
  stop(): Promise<void>
}

const rescueEveryMs = 5000

/**
 * Jobs that a killed process had in hand stay locked by its workers. Every process therefore holds an advisory lock of its own id
 * on a connection of its own; whoever finds the lock of another free knows it dead and frees what it held, at the start and every five seconds.
 * A process that only lost its connection may so have a job run twice, which every job must bear anyway.
 */
export async function signOfLife(workspace: Workspace): Promise<Alive> {
  const id = uuidv7()
  let client = await holdLock(workspace, id)
  await sql`insert into ${table(workspace, '_process')} (id) values (${id})`.execute(workspace.db)
  const look = async () => {
    await client.query('select 1').catch(async () => {
      client = await holdLock(workspace, id)
    })
    await rescue(workspace, id, client)
  }
  await rescue(workspace, id, client)
  const timer = setInterval(() => void look().catch(() => {}), rescueEveryMs)
  return {
    note: (worker) => void sql`update ${table(workspace, '_process')} set workers = array_append(workers, ${worker}) where id = ${id}`.execute(workspace.db).catch(() => {}),
    async stop() {
      clearInterval(timer)
      await sql`delete from ${table(workspace, '_process')} where id = ${id}`.execute(workspace.db).catch(() => {})
      await client.end().catch(() => {})
    },
  }
}

async function holdLock(workspace: Workspace, id: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: workspace.directUrl, keepAlive: true })
  client.on('error', () => {}) // found out at the next look
  await client.connect()
  await client.query(`select pg_advisory_lock(hashtextextended($1, 0))`, [id])
  return client
}

async function rescue(workspace: Workspace, self: string, client: pg.Client): Promise<void> {
  const others = await client.query<{ id: string; workers: string[] }>(`select id, workers from ${tableText(workspace, '_process')} where id <> $1`, [self])
  for (const { id, workers } of others.rows) {
    const free = await client.query<{ free: boolean }>(`select pg_try_advisory_lock(hashtextextended($1, 0)) as free`, [id])
    if (!free.rows[0]!.free) continue
    await client.query(`select ${tableText({ name: jobsSchema(workspace) }, 'force_unlock_workers')}($1::text[])`, [workers])
    await client.query(`delete from ${tableText(workspace, '_process')} where id = $1`, [id])
    await client.query(`select pg_advisory_unlock(hashtextextended($1, 0))`, [id])
  }
}
