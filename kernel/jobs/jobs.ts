import { EventEmitter } from 'node:events'
import pg from 'pg'
import { Logger, parseCronItems, run, runMigrations, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { signOfLife } from './alive.ts'
import { jobsSchema } from './jobsSchema.ts'

export { jobsSchema } from './jobsSchema.ts'

/** What a job does; it may run more than once and must be the same in effect. Its payload is any: JSON that only the job itself knows. */
export type Task = (workspace: Workspace, payload: any, job: { readonly attempts: number; readonly max_attempts: number }) => Promise<void>

/** Makes the tables of the jobs of this workspace, or brings them up to date; at work or not, other workspaces of the database notice nothing. */
export async function migrateJobs(workspace: Workspace): Promise<void> {
  const pgPool = openPool(workspace, 2, QuietClient)
  await runMigrations({ pgPool, schema: jobsSchema(workspace), logger: quiet }).finally(() => pgPool.end())
}

function openPool(workspace: Workspace, max: number, Client: typeof pg.Client = pg.Client): pg.Pool {
  const pool = new pg.Pool({ connectionString: workspace.directUrl, max, Client })
  pool.on('error', () => {}) // the statement that meets it says so
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** The library tells a migration of one schema to the workers of every schema, which then stop in the middle of their jobs. */
class QuietClient extends pg.Client {
  override query(...args: any[]): any { // any, as one body serves the many overloads of pg
    return Array.isArray(args[1]) && args[1][0] === 'worker:migrate' ? super.query('select 1') : super.query(...(args as [string]))
  }
}

/** Adds a job in the caller's transaction: it runs if and only if that commits. Jobs of one `key` are one job. */
export async function addJob(tx: Tx, task: string, payload: object, options: { readonly queue?: string; readonly key?: string; readonly attempts?: number } = {}): Promise<void> {
  await sql`select ${sql.id(jobsSchema(tx.workspace), 'add_job')}(${task}, payload := ${JSON.stringify(payload)}::json,
    queue_name := ${options.queue ?? null}, job_key := ${options.key ?? null}, max_attempts := ${options.attempts ?? 12})`.execute(tx.db)
}

export interface RunningJobs {
  stop(): Promise<void>
}

/** Runs jobs in this process until stopped; several processes share the work. Jobs give way to requests. A runner that dies, as when the database went away, is replaced. */
export async function runJobs(workspace: Workspace, tasks: Readonly<Record<string, Task>>, hourly: readonly string[] = [], concurrency = 4): Promise<RunningJobs> {
  const taskList: TaskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, async (payload, helpers) => {
    await workspace.traffic.room()
    await task(workspace, payload, helpers.job)
  }]))
  const alive = await signOfLife(workspace)
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => alive.note(workerPool.id))
  events.on('worker:create', ({ worker }) => alive.note(worker.workerId))
  lookAgain(events, concurrency)
  const pgPool = openPool(workspace, concurrency + 2)
  const parsedCronItems = parseCronItems(hourly.map((task) => ({ task, match: '17 * * * *', options: { maxAttempts: 1, jobKey: task } })))
  const start = () => run({ events, parsedCronItems, pgPool, schema: jobsSchema(workspace), taskList, concurrency, pollInterval: 1000, noHandleSignals: true, noPreparedStatements: true, logger: quiet })
  let stopped = false
  let runner: Runner = await start()
  const supervise = async () => {
    while (!stopped) {
      await runner.promise.catch((error: unknown) => complain('the job runner failed', error))
      while (!stopped) {
        await new Promise((resume) => setTimeout(resume, restartAfterMs))
        await alive.free().catch((error: unknown) => complain('jobs of a runner that ended could not be freed', error))
        const next = await start().catch((error: unknown) => complain('the job runner could not start', error))
        if (!next) continue
        runner = next
        if (stopped) await runner.stop().catch(() => {})
        break
      }
    }
  }
  void supervise()
  return {
    async stop() {
      stopped = true
      await runner.stop().catch(() => {}) // already stopped is what we want
      await alive.stop()
      await pgPool.end()
    },
  }
}

const restartAfterMs = 500

/**
 * A worker looks for its next job while the library is still writing down that its last one is done: the queue of that job is then still taken,
 * and what waits in it would lie until the next poll, a second later. So there is a look by one worker soon after every job, and by all when it has become quiet.
 */
function lookAgain(events: WorkerEvents, concurrency: number): void {
  let nudge = (_workers: number): void => {}
  events.on('pool:create', ({ workerPool }) => (nudge = (workers) => workerPool.nudge(workers)))
  for (const ending of ['pool:gracefulShutdown', 'pool:forcefulShutdown', 'pool:release'] as const) events.on(ending, () => (nudge = () => {}))
  let rest: NodeJS.Timeout | undefined
  events.on('job:complete', () => {
    setTimeout(() => nudge(1), 4)
    clearTimeout(rest)
    rest = setTimeout(() => nudge(concurrency), 25)
  })
}

const complain = (what: string, error: unknown): undefined => void process.stderr.write(`${JSON.stringify({ level: 50, msg: what, error: String(error) })}\n`)

const quiet = new Logger(() => (level, message, meta) => {
  if (level === 'error') process.stderr.write(`${JSON.stringify({ level: 50, msg: message, task: (meta as { job?: { task_identifier?: string } } | undefined)?.job?.task_identifier })}\n`)
})
