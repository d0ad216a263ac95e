import { runHouse } from '../house.ts'
import { startLive } from '../live/live.ts'
import { closeWorkspace, openWorkspace, type Workspace } from '../workspace/workspace.ts'

/**
 * A second server process in all but the process: connections, definitions and, unless idle, a runner of its
 * own.
 */
export async function openBeside({ name, url, modules, files }: Workspace, { idle = false } = {}) {
  const workspace = await openWorkspace({
    name,
    url,
    modules,
    files,
    secret: 'a secret of the tests',
    poolSize: 6,
  })
  const live = idle ? null : await startLive(workspace)
  const running = live && (await runHouse(workspace, live))
  return {
    workspace,
    async stop() {
      await live?.stop()
      await running?.stop()
      await closeWorkspace(workspace)
    },
  }
}
