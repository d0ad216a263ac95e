import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { organisation } from '../../kernel/organisation/objects.ts'
import { localStore } from '../../kernel/files/localStore.ts'
import { closeWorkspace, openWorkspace } from '../../kernel/workspace/workspace.ts'
import { migrate } from '../../kernel/workspace/migrate.ts'
import { startPostgres } from './startPostgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'guantong-password-'))
const running = startPostgres({ folder: join(folder, 'postgres'), durable: false })
afterAll(async () => {
  await (await running).stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a vault changes the password of the database while the server runs, and every new connection takes it', async () => {
  const { url, adminUrl } = await running
  const file = join(folder, 'address')
  writeFileSync(file, `${url}\n`)
  const workspace = await openWorkspace({
    name: 'main',
    url: pathToFileURL(file).href,
    modules: [organisation],
    files: await localStore(join(folder, 'files')),
    secret: 'a secret of the tests',
    poolSize: 2,
  })
  try {
    await migrate(workspace)
    const admin = new pg.Client(adminUrl)
    await admin.connect()
    const me = new URL(url).username
    await admin.query(`alter role ${me} password 'the next one'`)
    writeFileSync(file, Object.assign(new URL(url), { password: 'the next one' }).toString())
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [me])
    await admin.end()
    // The watch of the database, the pool and the connections past it have to come back, by the new password
    // alone.
    await expect
      .poll(
        () =>
          workspace.pool.query('select 1').then(
            ({ rowCount }) => rowCount,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(1)
    await migrate(workspace)
    await expect.poll(() => workspace.database.awaySince()).toBeNull()
  } finally {
    await closeWorkspace(workspace)
  }
})
