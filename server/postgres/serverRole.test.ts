import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localStore } from '../../kernel/files/localStore.ts'
import { organisation } from '../../kernel/organisation/objects.ts'
import { migrateJobs } from '../../kernel/jobs/jobs.ts'
import { migrate } from '../../kernel/workspace/migrate.ts'
import { closeWorkspace, openWorkspace } from '../../kernel/workspace/workspace.ts'
import { serverRole } from './serverRole.ts'
import { startPostgres, type RunningPostgres } from './startPostgres.ts'

let folder: string, postgres: RunningPostgres
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guantong-role-'))
  postgres = await startPostgres({ folder, durable: false })
})
afterAll(async () => {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const ask = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const openAs = async (url: string) => {
  const workspace = await openWorkspace({
    name: 'main',
    url,
    modules: [organisation],
    files: await localStore(join(folder, 'files')),
    secret: 'a secret of the tests',
    poolSize: 2,
  })
  await migrate(workspace)
  await migrateJobs(workspace)
  await closeWorkspace(workspace)
}

const foreign = `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('main', 'main_jobs') and pg_get_userbyid(c.relowner) <> '${serverRole}'
  union all select r.oid::regprocedure::text from pg_proc r join pg_namespace n on n.oid = r.pronamespace
  where n.nspname in ('main', 'main_jobs') and pg_get_userbyid(r.proowner) <> '${serverRole}'`

test('the server may not read files, run programs or change roles, whatever reaches SQL', async () => {
  for (const forbidden of [
    'select pg_read_file($$/etc/hostname$$)',
    `copy (select 1) to program 'true'`,
    `create role other superuser`,
    `alter role ${serverRole} superuser`,
    'create database other',
    'create table public.other (n int)',
  ])
    await expect(ask(postgres.url, forbidden), forbidden).rejects.toThrow(/permission denied/)
  expect(
    await ask(
      postgres.url,
      'select rolsuper or rolcreatedb or rolcreaterole or rolreplication as more from pg_roles where rolname = current_user',
    ),
  ).toEqual([{ more: false }])
})

test('what an earlier version made as the superuser is handed over, and the server works on with it', async () => {
  await openAs(postgres.adminUrl)
  expect(await ask(postgres.adminUrl, foreign)).not.toEqual([])
  await postgres.stop()
  postgres = await startPostgres({ folder, durable: false })
  expect(await ask(postgres.adminUrl, foreign)).toEqual([])
  await openAs(postgres.url)
  await ask(postgres.url, 'alter table main.department add column x_more text')
})

test('in a database of its own the role needs no more than the right to create schemas', async () => {
  await ask(postgres.adminUrl, 'create database apart')
  await ask(postgres.adminUrl, `grant create on database apart to ${serverRole}`)
  await openAs(Object.assign(new URL(postgres.url), { pathname: '/apart' }).toString())
})
