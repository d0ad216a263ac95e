import { EventEmitter } from 'node:events'
import { parseCronItems, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { WatchedPool } from '../workspace/watchedPool.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { Alive } from './alive.ts'
import { complain, quiet } from './complain.ts'
import { jobsSchema } from './jobsSchema.ts'
import type { Task } from './jobs.ts'
import type { Revival } from './revive.ts'
import { watchAsking } from './watchAsking.ts'

interface Running {
  readonly tasks: Readonly<Record<string, Task>>
  readonly hourly: readonly string[]
  readonly concurrency: number
  readonly alive: Alive
  readonly revival: Revival
  /** How long nobody may ask for a job while one is free; see `watchAsking`. */
  readonly silentMs?: number
}

export interface JobRunner {
  /** Resolves when it is of no more use: it ended, or one of its connections broke. */
  readonly over: Promise<void>
  /** Gives it up: what it has in hand may end, and changes nothing any more. */
  dismiss(): Promise<void>
  /** Lets it end what it has in hand. */
  stop(): Promise<void>
}

/** What a dismissed runner gets to put its things in order. */
const dismissMs = 500
const hourMs = 3_600_000

/**
 * One runner of the library with connections of its own. A new one is started whenever it is over, see
 * `runJobs`.
 */
export async function startRunner(
  workspace: Workspace,
  { tasks, hourly, concurrency, alive, revival, silentMs }: Running,
): Promise<JobRunner> {
  let dismissed = false
  let broken = () => {}
  const break_ = new Promise<void>((resume) => (broken = resume))
  const taskList: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload, { job }) => {
        await workspace.traffic.room()
        await task(workspace, payload, {
          attempts: job.attempts,
          max_attempts: job.max_attempts,
          over: () => dismissed,
        })
      },
    ]),
  )
  const pgPool = new WatchedPool(workspace.database, {
    connectionString: workspace.directUrl,
    max: concurrency + 2,
  })
  pgPool.on('connect', (client) => client.on('error', broken))
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => alive.note(workerPool.id))
  events.on('worker:create', ({ worker }) => alive.note(worker.workerId))
  events.on('job:complete', ({ error }) => revival.note(error))
  lookAgain(events, concurrency)
  const stopWatching = watchAsking(events, { concurrency, silentMs }, () => {
    complain('the job runner asks for nothing and is replaced', workspace.name)
    broken()
  })
  const runner = await run({
    events,
    pgPool,
    schema: jobsSchema(workspace),
    taskList,
    concurrency,
    logger: quiet,
    pollInterval: 1000,
    noHandleSignals: true,
    noPreparedStatements: true,
    // An hour that passed while nobody could look is made up for.
    parsedCronItems: parseCronItems(
      hourly.map((task) => ({
        task,
        match: '17 * * * *',
        options: { maxAttempts: 1, jobKey: task, backfillPeriod: hourMs },
      })),
    ),
    // Without a delay the library does not listen for a failure to write down how a job ended, which then
    // ends the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  }).catch(async (error: unknown) => {
    stopWatching()
    await pgPool.end()
    throw error
  })
  const ended = runner.promise.catch((error: unknown) => complain('the job runner failed', error))
  return {
    over: Promise.race([ended, break_]),
    async dismiss() {
      dismissed = true
      stopWatching()
      const stopping = runner.stop().catch(() => {})
      await Promise.race([
        Promise.all([ended, stopping]),
        new Promise((resume) => setTimeout(resume, dismissMs)),
      ])
      void pgPool.end().catch(() => {})
    },
    async stop() {
      dismissed = true
      stopWatching()
      await runner.stop().catch(() => {}) // already stopped is what we want
      await pgPool.end().catch(() => {})
    },
  }
}

/**
 * A worker looks for its next job while the library is still writing down that its last one is done: the
 * queue of that job is then still taken, and what waits in it would lie until the next poll, a second later.
 * So there is a look by one worker soon after every job, and by all when it has become quiet.
 */
function lookAgain(events: WorkerEvents, concurrency: number): void {
  let nudge = (_workers: number): void => {}
  events.on('pool:create', ({ workerPool }) => (nudge = (workers) => workerPool.nudge(workers)))
  for (const ending of ['pool:gracefulShutdown', 'pool:forcefulShutdown', 'pool:release'] as const)
    events.on(ending, () => (nudge = () => {}))
  let rest: NodeJS.Timeout | undefined
  events.on('job:complete', () => {
    setTimeout(() => nudge(1), 4)
    clearTimeout(rest)
    rest = setTimeout(() => nudge(concurrency), 25)
  })
}
