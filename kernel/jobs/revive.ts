import { sql } from 'kysely'
import type { Workspace } from '../workspace/workspace.ts'
import { jobsSchema } from './jobsSchema.ts'
import { waitingFor } from './outages.ts'

export interface Revival {
  /** A job ended: with an error that says what it waits for, or well. */
  note(error: unknown): void
  stop(): void
}

const everyMs = 2000
/** So many try whether it is back; once one of them succeeds, all follow. */
const scouts = 8

/**
 * Jobs that failed because something beside the database is away are tried every two seconds, a few at a
 * time, and all when it is back. They use up no attempts meanwhile, so that no outage is long enough to lose
 * one.
 */
export function reviveJobs(workspace: Workspace): Revival {
  let waiting = true // perhaps, from before the start
  let back = false
  let looking = false
  const schema = jobsSchema(workspace)
  const look = async () => {
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.id(schema, 'jobs')} where locked_by is null and run_at > now() and last_error like ${`${waitingFor}%`}
      order by run_at limit ${back ? 100_000 : scouts}`.execute(workspace.db)
    waiting = rows.length > 0
    back = false
    const ids = rows.map(({ id }) => id)
    if (waiting)
      await sql`select from ${sql.id(schema, 'reschedule_jobs')}(${ids}::bigint[], now(), attempts := 1)`.execute(
        workspace.db,
      )
  }
  const timer = setInterval(() => {
    if (!waiting || looking || workspace.database.awaySince()) return
    looking = true
    void look()
      .catch(() => {})
      .finally(() => (looking = false))
  }, everyMs)
  return {
    note(error) {
      const isWaiting = error instanceof Error && error.message.startsWith(waitingFor)
      if (waiting && !error) back = true
      if (isWaiting) [waiting, back] = [true, false]
    },
    stop: () => clearInterval(timer),
  }
}
