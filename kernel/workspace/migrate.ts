import pg from 'pg'
import { quoteName, resolve } from '../../model/index.ts'
import { syncTables } from './syncTables.ts'
import { kernelMigrations } from './tables.ts'
import { refresh, type Workspace } from './workspace.ts'

/** Brings the workspace's schema to what this version and the published definitions ask for. Safe to run from several processes at once. */
export async function migrate(workspace: Workspace): Promise<void> {
  const client = new pg.Client({ connectionString: workspace.directUrl })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext($1))`, [`guantong migrate ${workspace.name}`])
    await prepareDatabase(client)
    await runKernelMigrations(client, workspace.name)
    workspace.definitions = resolve(workspace.modules)
    await refresh(workspace)
    await syncTables(client, workspace.name, workspace.definitions)
  } finally {
    await client.end()
  }
}

async function prepareDatabase(client: pg.Client) {
  for (const extension of ['pg_trgm', 'btree_gin'])
    await client.query(`create extension if not exists ${extension}`).catch((error: { code?: string }) => {
      if (!['42710', '23505'].includes(error.code ?? '')) throw error // another process was faster
    })
}

async function runKernelMigrations(client: pg.Client, name: string) {
  const schema = quoteName(name)
  await client.query(`create schema if not exists ${schema}`)
  await client.query(`create table if not exists ${schema}._migration (name text primary key, at timestamptz not null default now())`)
  const done = new Set((await client.query<{ name: string }>(`select name from ${schema}._migration`)).rows.map((row) => row.name))
  for (const step of kernelMigrations.filter((one) => !done.has(one.name))) {
    await client.query('begin')
    await client.query(step.sql.replaceAll('{s}', schema))
    await client.query(`insert into ${schema}._migration (name) values ($1)`, [step.name])
    await client.query('commit')
  }
}
