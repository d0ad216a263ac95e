import { Refusal } from '../../model/refuse.ts'
import { outageOf } from '../workspace/outage.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { complain } from './complain.ts'
import type { Task } from './jobs.ts'

/**
 * A job that ended with this waits for something else to come back, see `revive.ts`; it says so to whoever
 * reads the table.
 */
export const waitingFor = 'outage: '

const againMs = { database_unavailable: 200, database_busy: 1000, disk_full: 1000 }
/**
 * A refused connection need not be one to the database: then the library's own pauses are the better ones.
 */
const brokenMax = 3

/**
 * Tasks that outlive what they lean on. While the database is away, full or out of connections, a job stays
 * in hand and begins anew when it is back: counted as a failure it would pause for ever longer and be given
 * up in the end. Where files cannot be reached, other jobs go on and it is revived.
 */
export function bearingOutages(
  workspace: Workspace,
  tasks: Readonly<Record<string, Task>>,
): Readonly<Record<string, Task>> {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (_workspace, payload, job) => {
        for (let broken = 0; ;) {
          try {
            return await task(workspace, payload, job)
          } catch (error) {
            const outage = outageOf(error)
            if (isOfFiles(error))
              throw new Error(`${waitingFor}${String((error as Error).message)}`, { cause: error })
            if (!outage || job.over()) throw error
            if (
              outage.code === 'database_unavailable' &&
              !workspace.database.awaySince() &&
              ++broken > brokenMax
            )
              throw error
            if (broken === 1) complain(`the job ${name} waits for the database`, error)
            await new Promise((resume) => setTimeout(resume, againMs[outage.code]))
            await workspace.database.back()
            if (job.over()) throw error
          }
        }
      },
    ]),
  )
}

/** The store of files does not answer, or the disk for files is full. */
const isOfFiles = (error: unknown): boolean =>
  (error instanceof Refusal && error.code === 'store_unavailable') ||
  ['ENOSPC', 'EDQUOT'].includes((error as { code?: string }).code ?? '')
