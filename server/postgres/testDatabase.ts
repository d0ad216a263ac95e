import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './startPostgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string
    adminDatabaseUrl: string
  }
}

/**
 * The PostgreSQL that one run of the tests shares. Each test file makes a workspace (a schema) of its own in
 * it, so that files run side by side and nothing needs cleaning up.
 * @example const url = testDatabaseUrl()
 */
export const testDatabaseUrl = (): string => inject('databaseUrl')

/**
 * The same database as its superuser, for what a test does as an operator would: making a database, looking
 * at roles.
 */
export const testAdminUrl = (): string => inject('adminDatabaseUrl')

/**
 * vitest calls this once before everything, and what it returns once after. TEST_DATABASE_URL points the
 * tests at another server.
 */
export default async function startTestDatabase(project: TestProject): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL) {
    project.provide('databaseUrl', process.env.TEST_DATABASE_URL)
    project.provide('adminDatabaseUrl', process.env.TEST_DATABASE_URL)
    return async () => {}
  }
  const folder = mkdtempSync(join(tmpdir(), 'guantong-test-'))
  const postgres = await startPostgres({ folder, durable: false })
  project.provide('databaseUrl', postgres.url)
  project.provide('adminDatabaseUrl', postgres.adminUrl)
  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
