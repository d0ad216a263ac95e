import type pg from 'pg'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { holdConnection } from '../workspace/direct.ts'
import { table, tableText, type Workspace } from '../workspace/workspace.ts'
import { jobsSchema } from './jobsSchema.ts'

/** The sign of life of a server process. */
export interface Alive {
  /** A worker of this process; its jobs are freed should the process die. */
  note(worker: string): void
  /** Frees what the workers of this process hold: for when its runner ended and another takes over. */
  free(): Promise<void>
  stop(): Promise<void>
}

const rescueEveryMs = 5000

/**
 * Jobs that a killed process had in hand stay locked by its workers. Every process therefore holds an
 * advisory lock of its own id on a connection of its own; whoever finds the lock of another free knows it
 * dead and frees what it held, at the start and every five seconds. A process that only lost its connection
 * may so have a job run twice, which every job must bear anyway.
 */
export async function signOfLife(workspace: Workspace): Promise<Alive> {
  const id = uuidv7()
  const workers: string[] = []
  // Told whole each time: another process takes the row away when it finds the lock free, and workers that
  // nobody knows have their jobs taken in the middle.
  const tell = () =>
    sql`
    insert into ${table(workspace, '_process')} (id, workers) values (${id}, ${workers}) on conflict (id) do update set workers = excluded.workers`.execute(
      workspace.db,
    )
  // Tried, not waited for: the lock may still hang on our last connection, which the database has not missed
  // yet, and then it is there all the same.
  const look = async (client: pg.Client) => {
    await client.query(
      `select pg_try_advisory_lock(hashtextextended($1, 0)) where not exists (
      select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())`,
      [id],
    )
    await tell()
    await rescue(workspace, id, client)
  }
  const held = await holdConnection(workspace, look)
  let looking = false
  const timer = setInterval(() => {
    const client = held.client()
    if (looking || !client) return
    looking = true
    void look(client)
      .catch(() => {})
      .finally(() => (looking = false))
  }, rescueEveryMs)
  return {
    note(worker) {
      workers.push(worker)
      void tell().catch(() => {})
    },
    async free() {
      await freeJobs(workspace, (text, values) => workspace.pool.query(text, values), workers)
      workers.length = 0
    },
    async stop() {
      clearInterval(timer)
      await sql`delete from ${table(workspace, '_process')} where id = ${id}`
        .execute(workspace.db)
        .catch(() => {})
      await held.stop()
    },
  }
}

async function rescue(workspace: Workspace, self: string, client: pg.Client): Promise<void> {
  const [jobs, processes] = [{ name: jobsSchema(workspace) }, tableText(workspace, '_process')]
  const free = (held: readonly string[]) =>
    freeJobs(workspace, (text, values) => client.query(text, values), held)
  const others = await client.query<{ id: string; workers: string[] }>(
    `select id, workers from ${processes} where id <> $1`,
    [self],
  )
  for (const { id, workers } of others.rows) {
    const dead = await client.query<{ dead: boolean }>(
      `select pg_try_advisory_lock(hashtextextended($1, 0)) as dead`,
      [id],
    )
    if (!dead.rows[0]!.dead) continue
    await free(workers)
    await client.query(`delete from ${processes} where id = $1`, [id])
    await client.query(`select pg_advisory_unlock(hashtextextended($1, 0))`, [id])
  }
  // A worker may have died before its name was noted: what nobody alive holds is free after a while.
  const strays = await client.query<{ worker: string }>(`
    select distinct locked_by as worker from ${tableText(jobs, 'jobs')} where locked_at < now() - interval '${strayAfterS} seconds'
      and locked_by not in (select unnest(workers) from ${processes})`)
  if (strays.rows.length > 0) await free(strays.rows.map((row) => row.worker))
  await freeQueues(jobs, client)
}

/**
 * A queue is taken only together with one of its jobs. Where a runner was given up, its last word on a job
 * may come after the next runner took the job anew: the job is then gone, and the queue, which is the next
 * one's by then, would stay taken for hours with all that waits in it.
 */
async function freeQueues(jobs: { readonly name: string }, client: pg.Client): Promise<void> {
  await client.query(`
    update ${tableText(jobs, '_private_job_queues')} q set locked_by = null, locked_at = null
    where locked_by is not null and not exists (
      select from ${tableText(jobs, '_private_jobs')} j where j.job_queue_id = q.id and j.locked_by is not null)`)
}

/**
 * What was in hand is done again, be it the last of its attempts: that a process or a connection ended under
 * a job is no fault of the job.
 */
async function freeJobs(workspace: Workspace, ask: Ask, workers: readonly string[]): Promise<void> {
  const jobs = { name: jobsSchema(workspace) }
  await ask(
    `update ${tableText(jobs, '_private_jobs')} set attempts = max_attempts - 1 where locked_by = any($1) and attempts >= max_attempts`,
    [workers],
  )
  await ask(`select ${tableText(jobs, 'force_unlock_workers')}($1::text[])`, [workers])
}

type Ask = (text: string, values: unknown[]) => Promise<unknown>

const strayAfterS = 10
