import { mkdtemp } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shippedPassword } from '../../kernel/auth/demoPassword.ts'
import { localStore } from '../../kernel/files/localStore.ts'
import { makeServer } from '../../kernel/http/server.ts'
import { runHouse } from '../../kernel/house.ts'
import { migrateJobs } from '../../kernel/jobs/jobs.ts'
import { startLive } from '../../kernel/live/live.ts'
import { busyMachineMs } from '../../kernel/testing/busyMachine.ts'
import { migrate } from '../../kernel/workspace/migrate.ts'
import { closeWorkspace, openWorkspace, type Workspace } from '../../kernel/workspace/workspace.ts'
import { allModules } from '../modules.ts'
import { seedDemo } from './demo.ts'

export interface Demo {
  readonly base: string
  readonly password: string
  readonly workspace: Workspace
  stop(): Promise<void>
}

/**
 * The demonstration company in a workspace of its own, served on a free port: for tests that walk through the
 * whole house.
 */
export async function startDemo(
  databaseUrl: string,
  password = shippedPassword,
  webFolder?: string,
): Promise<Demo> {
  const workspace = await openWorkspace({
    name: `demo_${process.pid}_${Math.random().toString(36).slice(2, 8)}`,
    url: databaseUrl,
    modules: allModules,
    files: await localStore(await mkdtemp(join(tmpdir(), 'guantong-demo-'))),
    secret: 'a secret of the demonstration',
    patienceMs: busyMachineMs,
  })
  await migrate(workspace)
  await migrateJobs(workspace)
  await seedDemo(workspace, password)
  const live = await startLive(workspace)
  const house = await runHouse(workspace, live)
  const app = await makeServer({ workspace, live, logLevel: 'error', webFolder })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    base: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    password,
    workspace,
    async stop() {
      await app.close()
      await live.stop()
      await house.stop()
      await closeWorkspace(workspace)
    },
  }
}
