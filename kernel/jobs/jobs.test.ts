import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { settled } from '../house.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'
import { addJob, migrateJobs, runJobs, type RunningJobs } from './jobs.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
})
afterAll(() => house?.stop())

/** A runner of its own beside the house, with one task that notes its work and takes its time. */
async function startSlowWork(done: number[], slowMs: number): Promise<RunningJobs> {
  return runJobs(house.workspace, {
    async slow(_workspace, { n }: { n: number }) {
      await new Promise((resume) => setTimeout(resume, slowMs))
      done.push(n)
    },
  })
}
const ask = (count: number) =>
  transact(house.workspace, systemActor('tests'), async (tx) => {
    for (let n = 0; n < count; n++) await addJob(tx, 'slow', { n }, { queue: `slow-${n % 3}` })
  })

test('a second workspace that moves into the database does not disturb the jobs of the first', async () => {
  const told: unknown[] = []
  const listener = await house.workspace.pool.connect()
  listener.on('notification', (message) => told.push(message.payload))
  await listener.query('listen "worker:migrate"')
  await migrateJobs({ ...house.workspace, name: `${house.workspace.name}_beside` })
  await listener.query('select 1')
  listener.release(true)
  expect(told).toEqual([])
})

test('a runner that is told to end in the middle of its work is replaced and every job is done', async () => {
  const done: number[] = []
  const work = await startSlowWork(done, 60)
  await ask(12)
  await new Promise((resume) => setTimeout(resume, 150))
  // What the library itself says when its tables change underneath: every runner of the database ends.
  await sql`select pg_notify('worker:migrate', '{"breaking": true}')`.execute(house.workspace.db)
  await settled(house.workspace)
  expect([...new Set(done)].sort((a, b) => a - b)).toEqual([...Array(12).keys()])
  await work.stop()
  process.exitCode = 0
})
