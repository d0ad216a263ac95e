import { Logger, run, runMigrations, type Runner, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** Jobs of a workspace live in a schema of their own beside it. */
export const jobsSchema = (workspace: { readonly name: string }) => `${workspace.name}_jobs`

/** What a job does; it may run more than once and must be the same in effect. */
export type Task = (workspace: Workspace, payload: any, job: { readonly attempts: number; readonly max_attempts: number }) => Promise<void>

export const migrateJobs = (workspace: Workspace) => runMigrations({ connectionString: workspace.directUrl, schema: jobsSchema(workspace), logger: quiet })

/** Adds a job in the caller's transaction: it runs if and only if that commits. Jobs of one `key` are one job. */
export async function addJob(tx: Tx, task: string, payload: object, options: { readonly queue?: string; readonly key?: string; readonly attempts?: number } = {}): Promise<void> {
  await sql`select ${sql.id(jobsSchema(tx.workspace), 'add_job')}(${task}, payload := ${JSON.stringify(payload)}::json,
    queue_name := ${options.queue ?? null}, job_key := ${options.key ?? null}, max_attempts := ${options.attempts ?? 12})`.execute(tx.db)
}

/** Runs jobs in this process until stopped; several processes share the work. */
export async function runJobs(workspace: Workspace, tasks: Readonly<Record<string, Task>>, concurrency = 4): Promise<Runner> {
  const taskList: TaskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, (payload, helpers) => task(workspace, payload, helpers.job)]))
  return run({ connectionString: workspace.directUrl, schema: jobsSchema(workspace), taskList, concurrency, pollInterval: 1000, noHandleSignals: true, noPreparedStatements: true, logger: quiet, maxPoolSize: concurrency + 2 })
}

const quiet = new Logger(() => (level, message, meta) => {
  if (level === 'error') process.stderr.write(`${JSON.stringify({ level: 50, msg: message, task: (meta as { job?: { task_identifier?: string } } | undefined)?.job?.task_identifier })}\n`)
})
