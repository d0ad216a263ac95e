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

const holderOf = async (id: string) =>
  (await sql<{ pid: number }>`
    select pid from pg_locks where locktype = 'advisory' and granted
      and (classid::bigint << 32 | objid::bigint) = hashtextextended(${id}, 0)`.execute(house.workspace.db)).rows[0]?.pid

test('a process whose connection broke holds its sign of life again at once, and others do not take its workers for dead', async () => {
  const broken = await signOfLife(house.workspace)
  broken.note('a worker')
  await expect.poll(() => idOf('a worker')).toBeTruthy()
  const id = (await idOf('a worker'))!
  const before = await holderOf(id)
  await sql`select pg_terminate_backend(${before}::int)`.execute(house.workspace.db)
  await expect.poll(async () => ![before, undefined].includes(await holderOf(id))).toBe(true)
  const other = await signOfLife(house.workspace)
  expect(await idOf('a worker')).toBe(id)
  await other.stop()
  await broken.stop()
}, 20_000)
