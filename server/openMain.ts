import { join } from 'node:path'
import { clamd } from '../kernel/files/clamd.ts'
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

/**
 * Of a database of one's own it is not ours to refuse; of the embedded one the server is never the superuser.
 */
async function warnOfSuperuser(workspace: Workspace): Promise<void> {
  const { rows } = await workspace.pool.query<{ superuser: boolean }>(
    'select rolsuper as superuser from pg_roles where rolname = current_user',
  )
  if (rows[0]?.superuser) process.stderr.write(`${superuserWarning.zh}\n${superuserWarning.en}\n`)
}

export const superuserWarning = {
  zh: '注意：DATABASE_URL 使用了超级用户，它可以读取服务器文件并更改角色。请改用只有建模式权限的角色，见 docs/configuration.md。',
  en: 'Warning: DATABASE_URL connects as a superuser, who may read files of the machine and change roles. Use a role that may create schemas only, see docs/configuration.md.',
}

/**
 * The company's workspace on the configured database, or on the embedded one, migrated to this version. A
 * database that is away is waited for.
 */
export async function openMain(config: Config): Promise<OpenMain> {
  const main = await openAsItIs(config)
  await patiently(() => migrate(main.workspace))
  await patiently(() => migrateJobs(main.workspace))
  return main
}

/** The same as it is found: empty, or of another version. */
export async function openAsItIs(config: Config): Promise<OpenMain> {
  const postgres = config.databaseUrl ? null : await keepPostgres({ folder: join(config.data, 'postgres') })
  const url = config.databaseUrl ?? postgres!.url
  const files = await openFileStore({ folder: join(config.data, 'files'), url: config.s3Url })
  const workspace = await patiently(() =>
    openWorkspace({
      name: 'main',
      url,
      directUrl: config.databaseDirectUrl ?? postgres?.directUrl ?? url,
      modules: allModules,
      files,
      secret: config.secret,
      oldSecrets: config.oldSecrets,
      cipher: config.cipher,
      publicUrl: config.publicUrl,
      requireTls: config.requireTls,
      scanner: config.clamd === undefined ? undefined : clamd(config.clamd),
      takeUnscanned: config.takeUnscanned,
      patienceMs: config.databasePatienceMs,
    }),
  )
  if (config.databaseUrl) await patiently(() => warnOfSuperuser(workspace))
  return {
    workspace,
    async close() {
      await closeWorkspace(workspace)
      await postgres?.stop()
    },
  }
}
