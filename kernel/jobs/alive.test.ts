import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { signOfLife } from './alive.ts'
import { addJob, jobsSchema } from './jobs.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
})
afterAll(() => house?.stop())

const idOf = async (worker: string) =>
  (
    await sql<{
      id: string
    }>`select id from ${table(house.workspace, '_process')} where ${worker} = any(workers)`.execute(
      house.workspace.db,
    )
  ).rows[0]?.id

const holderOf = async (id: string) =>
  (
    await sql<{ pid: number }>`
    select pid from pg_locks where locktype = 'advisory' and granted
      and (classid::bigint << 32 | objid::bigint) = hashtextextended(${id}, 0)`.execute(house.workspace.db)
  ).rows[0]?.pid

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

test('a queue that is taken while none of its jobs is in hand is given free, and what waits in it goes on', async () => {
  const { workspace } = house
  const queues = sql.id(jobsSchema(workspace), '_private_job_queues')
  const add = () =>
    transact(workspace, systemActor('tests'), (tx) => addJob(tx, 'sweep', {}, { queue: 'record-1' }))
  await add()
  await house.settle()
  // As it stands when the last word of a runner that was given up came after the next one had taken the job
  // anew.
  await sql`update ${queues} set locked_by = (select workers[1] from ${table(workspace, '_process')}), locked_at = now()`.execute(
    workspace.db,
  )
  await add()
  await house.settle()
  expect((await sql`select from ${queues} where locked_by is not null`.execute(workspace.db)).rows).toEqual(
    [],
  )
}, 30_000)
