import pg from 'pg'
import { runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import { aloneInWorkspace } from '../workspace/migrate.ts'
import type { Tx } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { WatchedPool } from '../workspace/watchedPool.ts'
import { signOfLife } from './alive.ts'
import { complain, quiet } from './complain.ts'
import { jobsSchema } from './jobsSchema.ts'
import { bearingOutages } from './outages.ts'
import { reviveJobs } from './revive.ts'
import { startRunner } from './runner.ts'

export { jobsSchema } from './jobsSchema.ts'

/**
 * How often a job was tried, and whether its runner was given up meanwhile, so that there is no use in
 * waiting.
 */
export interface JobAttempt {
  readonly attempts: number
  readonly max_attempts: number
  over(): boolean
}

/**
 * What a job does; it may run more than once and must be the same in effect. Its payload is any: JSON that
 * only the job itself knows.
 */
export type Task = (workspace: Workspace, payload: any, job: JobAttempt) => Promise<void>

/**
 * Makes the tables of the jobs of this workspace, or brings them up to date; at work or not, other workspaces
 * of the database notice nothing.
 */
export async function migrateJobs(workspace: Workspace): Promise<void> {
  const pgPool = new WatchedPool(workspace.database, {
    connectionString: workspace.directUrl,
    max: 2,
    Client: QuietClient,
  })
  pgPool.on('connect', () => {}) // the library warns where nobody listens
  await aloneInWorkspace(workspace, () =>
    runMigrations({ pgPool, schema: jobsSchema(workspace), logger: quiet }),
  ).finally(() => pgPool.end())
}

/**
 * The library tells a migration of one schema to the workers of every schema, which then stop in the middle
 * of their jobs.
 */
class QuietClient extends pg.Client {
  override query(...args: any[]): any {
    // any, as one body serves the many overloads of pg
    return Array.isArray(args[1]) && args[1][0] === 'worker:migrate'
      ? super.query('select 1')
      : super.query(...(args as [string]))
  }
}

/**
 * Adds a job in the caller's transaction: it runs if and only if that commits. Jobs of one `key` are one job.
 */
export async function addJob(
  tx: Tx,
  task: string,
  payload: object,
  options: { readonly queue?: string; readonly key?: string; readonly attempts?: number } = {},
): Promise<void> {
  await sql`select ${sql.id(jobsSchema(tx.workspace), 'add_job')}(${task}, payload := ${JSON.stringify(payload)}::json,
    queue_name := ${options.queue ?? null}, job_key := ${options.key ?? null}, max_attempts := ${options.attempts ?? 12})`.execute(
    tx.db,
  )
}

export interface RunningJobs {
  stop(): Promise<void>
}

/**
 * Runs jobs in this process until stopped; several processes share the work. Jobs give way to requests.
 * A runner that ends, or of which a connection broke, is replaced as soon as the database answers: nobody
 * knows what the broken connection had been told, and a job it was handed would wait for hours. What the
 * replaced one had in hand is done again.
 */
export async function runJobs(
  workspace: Workspace,
  tasks: Readonly<Record<string, Task>>,
  hourly: readonly string[] = [],
  concurrency = 4,
): Promise<RunningJobs> {
  const alive = await signOfLife(workspace)
  const revival = reviveJobs(workspace)
  const start = () =>
    startRunner(workspace, { tasks: bearingOutages(workspace, tasks), hourly, concurrency, alive, revival })
  let stopped = false
  let runner = await start().catch(async (error: unknown) => {
    revival.stop()
    await alive.stop()
    throw error
  })
  const supervise = async () => {
    while (!stopped) {
      await runner.over
      if (!stopped) await runner.dismiss()
      while (!stopped) {
        await workspace.database.back()
        const next = stopped
          ? undefined
          : await alive
              .free()
              .then(start)
              .catch((error: unknown) => complain('the job runner could not start', error))
        if (!next) {
          await new Promise((resume) => setTimeout(resume, restartAfterMs))
          continue
        }
        runner = next
        if (stopped) await runner.stop()
        break
      }
    }
  }
  void supervise()
  return {
    async stop() {
      stopped = true
      await runner.stop()
      revival.stop()
      await alive.stop()
    },
  }
}

const restartAfterMs = 500
