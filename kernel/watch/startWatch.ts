import type { Workspace } from '../workspace/workspace.ts'
import { addUpCounts } from './alerts.ts'

/** How often a process adds up what it counted. */
const everyMs = 5000

/** Watches for abnormal use for as long as the house runs; while the database is away, counts wait. */
export function startWatch(workspace: Workspace): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const look = () => {
    if (workspace.database.awaySince()) return
    running = running
      .then(() => addUpCounts(workspace))
      .catch((error: unknown) => {
        process.stderr.write(
          `${JSON.stringify({ level: 40, msg: 'what was counted could not be added up, trying again', error: String(error) })}\n`,
        )
      })
  }
  const timer = setInterval(look, everyMs).unref()
  return {
    async stop() {
      clearInterval(timer)
      look()
      await running
    },
  }
}
