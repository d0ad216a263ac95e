import type pg from 'pg'
import { quoteName, resolve } from '../../model/index.ts'
import { connectDirect } from './direct.ts'
import { syncTables } from './syncTables.ts'
import { kernelMigrations } from './tables.ts'
import { refresh, type Workspace } from './workspace.ts'

/**
 * Brings the workspace's schema to what this version and the published definitions ask for. Safe to run from
 * several processes at once.
 */
export const migrate = (workspace: Workspace): Promise<void> =>
  aloneInWorkspace(workspace, async (client) => {
    await prepareDatabase(client)
    await runKernelMigrations(client, workspace.name)
    workspace.definitions = resolve(workspace.modules)
    await refresh(workspace)
    await syncTables(client, workspace.name, workspace.definitions)
  })

/**
 * What changes the tables of a workspace, or fills it for the first time, is done by one process at a time;
 * the others wait for their turn. The lock lives with the connection that is handed over, and so ends with
 * its process.
 */
export async function aloneInWorkspace<T>(
  workspace: Workspace,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectDirect(workspace)
  try {
    await client.query(`select pg_advisory_lock(hashtext($1))`, [`guantong migrate ${workspace.name}`])
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Extensions belong to the database, which other workspaces may be moving into at the same time. */
async function prepareDatabase(client: pg.Client) {
  await client.query(`select pg_advisory_lock(hashtext('guantong extensions'))`)
  for (const extension of ['pg_trgm', 'btree_gin'])
    await client.query(`create extension if not exists ${extension}`)
  await client.query(`select pg_advisory_unlock(hashtext('guantong extensions'))`)
}

async function runKernelMigrations(client: pg.Client, name: string) {
  const schema = quoteName(name)
  await client.query(`create schema if not exists ${schema}`)
  await client.query(
    `create table if not exists ${schema}._migration (name text primary key, at timestamptz not null default now())`,
  )
  const done = new Set(
    (await client.query<{ name: string }>(`select name from ${schema}._migration`)).rows.map(
      (row) => row.name,
    ),
  )
  for (const step of kernelMigrations.filter((one) => !done.has(one.name))) {
    await client.query('begin')
    await client.query(step.sql.replaceAll('{s}', schema))
    await client.query(`insert into ${schema}._migration (name) values ($1)`, [step.name])
    await client.query('commit')
  }
}
