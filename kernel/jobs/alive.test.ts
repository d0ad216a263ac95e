import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { signOfLife } from './alive.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
})
afterAll(() => house?.stop())

const idOf = async (worker: string) =>
  (await sql<{ id: string }>`select id from ${table(house.workspace, '_process')} where ${worker} = any(workers)`.execute(house.workspace.db)).rows[0]?.id

test('a process that was taken for dead because its connection broke is known again with its workers', async () => {
  const broken = await signOfLife(house.workspace)
  broken.note('a worker')
  await expect.poll(() => idOf('a worker')).toBeTruthy()
  const id = await idOf('a worker')
  await sql`
    select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
      and (classid::bigint << 32 | objid::bigint) = hashtextextended(${id}, 0)`.execute(house.workspace.db)
  const other = await signOfLife(house.workspace)
  await expect.poll(() => idOf('a worker')).toBeUndefined()
  await expect.poll(() => idOf('a worker'), { timeout: 8000 }).toBe(id)
  await other.stop()
  await broken.stop()
}, 20_000)
