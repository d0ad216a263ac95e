import { join } from 'node:path'
import { openFileStore } from '../kernel/files/openFileStore.ts'
import { migrateJobs } from '../kernel/jobs/jobs.ts'
import { migrate } from '../kernel/workspace/migrate.ts'
import { closeWorkspace, openWorkspace, type Workspace } from '../kernel/workspace/workspace.ts'
import type { Config } from './config.ts'
import { allModules } from './modules.ts'
import { keepPostgres } from './postgres/keepPostgres.ts'
import { patiently } from './patiently.ts'

export interface OpenMain {
  readonly workspace: Workspace
  close(): Promise<void>
}

/** The company's workspace on the configured database, or on the embedded one, migrated to this version. A database that is away is waited for. */
export async function openMain(config: Config): Promise<OpenMain> {
  const postgres = config.databaseUrl ? null : await keepPostgres({ folder: join(config.data, 'postgres') })
  const url = config.databaseUrl ?? postgres!.url
  const files = await openFileStore({ folder: join(config.data, 'files'), url: config.s3Url })
  const workspace = await patiently(() => openWorkspace({
    name: 'main', url, directUrl: config.databaseDirectUrl ?? postgres?.directUrl ?? url, modules: allModules,
    files, secret: config.secret, publicUrl: config.publicUrl, patienceMs: config.databasePatienceMs,
  }))
  await patiently(() => migrate(workspace))
  await patiently(() => migrateJobs(workspace))
  return {
    workspace,
    async close() {
      await closeWorkspace(workspace)
      await postgres?.stop()
    },
  }
}
