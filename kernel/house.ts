import { sql } from 'kysely'
import { Refusal } from '../model/refuse.ts'
import { sweepSessions } from './auth/session.ts'
import { fireDeadlines, nextDue } from './deadlines/deadlines.ts'
import { hasNews, type OutboxReader } from './events/outbox.ts'
import { sweepUploads } from './files/uploads.ts'
import { jobsSchema, runJobs, type RunningJobs, type Task } from './jobs/jobs.ts'
import type { Live } from './live/live.ts'
import { mailNotice } from './notify/mail.ts'
import { tellOfKeyEnds } from './notify/tellOfKeyEnds.ts'
import { sweepReadings } from './privacy/readings.ts'
import { keepRetention } from './privacy/retention.ts'
import { callOutside } from './process/callOutside.ts'
import { planStarts } from './process/plan.ts'
import { dispatchEvents } from './reactions/dispatch.ts'
import { noteFailure, react } from './reactions/react.ts'
import { recompute } from './records/recompute.ts'
import { followWrites, renewLines } from './search/follow.ts'
import { sweepOld } from './sweep.ts'
import { startWatch } from './watch/startWatch.ts'
import { makeWork } from './work/makeWork.ts'
import { outageOf } from './workspace/outage.ts'
import { transact } from './workspace/transact.ts'
import { now, refresh, systemActor, table, type Workspace } from './workspace/workspace.ts'

export interface House {
  stop(): Promise<void>
}

/**
 * What happens by itself in every process: events reach their reactions, the search table follows, deadlines
 * fire, jobs run. Any number of processes share the work.
 */
export async function runHouse(
  workspace: Workspace,
  live: Live,
  further: Readonly<Record<string, Task>> = {},
): Promise<House> {
  // What is shipped may have changed with this version, of which no publishing tells.
  await transact(workspace, systemActor('process.plan_starts'), planStarts)
  const jobs: RunningJobs = await runJobs(workspace, { ...kernelTasks, ...further }, hourly)
  const { traffic } = workspace
  // Many commits a moment are one look, the more so while a burst of requests is being answered; what events
  // set off gives way to it.
  const gather = () => pause(traffic.busy() ? 50 : 3)
  const loop = (run: () => Promise<void>) => looping(workspace, gather, run)
  const reading = (reader: OutboxReader, readSome: (workspace: Workspace) => Promise<number | null>) =>
    loop(async () => {
      await refresh(workspace)
      let held = 0
      // A burst may begin while events are read, and would bring news without end.
      while (await traffic.room().then(() => hasNews(workspace, reader))) {
        if (await readSome(workspace)) held = 0
        else if (held < heldBackMs.length) await pause(heldBackMs[held++]!)
        else return
      }
    })
  const events = reading('reactions', dispatchEvents)
  const searched = reading('search', followWrites)
  const renewed = loop(async () => {
    while ((await traffic.room().then(() => renewLines(workspace))) > 0);
  })
  const deadlines = loop(async () => {
    while ((await fireDeadlines(workspace)) > 0);
  })
  const due = loop(async () => {
    if (await isDue(workspace)) deadlines.look()
  })
  const watch = startWatch(workspace)
  live.onWake(events.look)
  live.onWake(searched.look)
  live.onWake(due.look)
  deadlines.look()
  events.look()
  searched.look()
  renewed.look()
  return {
    async stop() {
      const loops = [events, searched, renewed, due, deadlines, watch]
      await Promise.all(loops.map((each) => each.stop()))
      await jobs.stop()
    },
  }
}

/**
 * An event that is held back by an older transaction can be read as soon as that one is over, of which nobody
 * tells.
 */
const heldBackMs = [2, 4, 8, 16, 32, 64]

const isDue = async (workspace: Workspace) => {
  const due = await nextDue(workspace)
  return due !== null && due <= now(workspace)
}

/** Trouble that is not the database's is tried again at this pace, not at that of the wakes. */
const troubleMs = 1000

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

/**
 * Runs at most once at a time and a moment after it was asked for; a look asked for meanwhile follows, and so
 * does one that failed, once the database answers.
 */
function looping(
  { database }: Workspace,
  before: () => Promise<unknown>,
  run: () => Promise<void>,
): { look: () => void; stop: () => Promise<void> } {
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  const look = (): void => {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    running = before()
      .then(run)
      .catch(async (error: unknown) => {
        if (stopped) return
        again = true
        if (!database.awaySince()) {
          process.stderr.write(
            `${JSON.stringify({ level: 40, msg: 'a look at events or deadlines failed, trying again', error: String(error) })}\n`,
          )
          await pause(outageOf(error) ? brokenMs : troubleMs)
        }
        await Promise.race([database.back(), stopping])
      })
      .finally(() => {
        running = null
        if (again) {
          again = false
          look()
        }
      })
  }
  let stop = () => {}
  const stopping = new Promise<void>((resume) => (stop = resume))
  return {
    look,
    async stop() {
      stopped = true
      stop()
      await running
    },
  }
}

/** A connection broke: whether that was all is known a moment later. */
const brokenMs = 200

/** One process of all adds them. */
const hourly = ['sweep', 'tell_of_key_ends']

/** What is down comes back, and the reaction runs then: noted as failed it never would. */
const passes = (error: unknown) =>
  outageOf(error) !== null || (error instanceof Refusal && error.details.status === 503)

const kernelTasks: Readonly<Record<string, Task>> = {
  async react(workspace, { event, reaction }: { event: string; reaction: string }, job) {
    try {
      await react(workspace, event, reaction)
    } catch (error) {
      if (job.attempts >= job.max_attempts && !passes(error))
        await noteFailure(workspace, event, reaction, String(error))
      throw error
    }
  },
  mail_notice: (workspace, { notification }: { notification: string }) => mailNotice(workspace, notification),
  async module(workspace, { job, payload }: { job: string; payload: unknown }) {
    const found = workspace.definitions.jobs[job]
    if (!found) throw new Error(`No job "${job}"`)
    await found.run(
      {
        readFile: (id) => workspace.files.read(id),
        do: (run) => transact(workspace, systemActor(job), (tx) => run(makeWork(tx))),
      },
      payload,
    )
  },
  tell_of_key_ends: tellOfKeyEnds,
  process_call: callOutside,
  recompute,
  async sweep(workspace) {
    await sweepOld(workspace)
    await sweepSessions(workspace)
    await sweepUploads(workspace)
    await sweepReadings(workspace)
    await keepRetention(workspace)
  },
}

/**
 * Waits until nothing is left to happen by itself: for tests, demonstrations and the walk. A job that failed
 * and waits for another try is not over.
 * @throws {Error} naming what still waits
 */
export async function settled(workspace: Workspace, timeoutMs = 20_000): Promise<void> {
  const until = Date.now() + timeoutMs
  for (;;) {
    const waiting = await stillWaiting(workspace)
    if (waiting === null) return
    if (Date.now() > until)
      throw new Error(`The house did not come to rest in time; still waiting: ${waiting}`)
    await new Promise((resume) => setTimeout(resume, 15))
  }
}

async function stillWaiting(workspace: Workspace): Promise<string | null> {
  const slowest = (column: string) =>
    sql`(select ${sql.id(column)} from ${table(workspace, '_reader')} order by xid, event limit 1)`
  const { rows } = await sql<{ waiting: string | null }>`
    select coalesce(
      (select 'event ' || e.name || ' of transaction ' || e.xid || ', open since ' || pg_snapshot_xmin(pg_current_snapshot()) from ${table(workspace, '_event')} e
        where (e.xid, e.id) > (${slowest('xid')}, ${slowest('event')}) order by e.xid, e.id limit 1),
      (select 'job ' || concat_ws(' ', j.task_identifier, j.attempts, 'of', j.locked_by, 'queue', j.queue_name, 'of', q.locked_by, j.last_error)
        from ${sql.id(jobsSchema(workspace), 'jobs')} j left join ${sql.id(jobsSchema(workspace), '_private_job_queues')} q using (queue_name)
        where j.attempts < j.max_attempts and (j.run_at <= now() or j.attempts > 0) limit 1),
      (select 'deadline ' || d.name from ${table(workspace, '_deadline')} d where d.state = 'waiting' and d.due_at <= ${now(workspace)} limit 1)) as waiting`.execute(
    workspace.db,
  )
  return rows[0]!.waiting
}
