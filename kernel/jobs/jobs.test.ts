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

/** A runner of its own beside the house, with one task that is in hand until it is let go on. */
async function startSlowWork(done: number[]) {
  const inHand: number[] = []
  let goOn = () => {}
  const told = new Promise<void>((resume) => (goOn = resume))
  const work: RunningJobs = await runJobs(house.workspace, {
    async slow(_workspace, { n }: { n: number }) {
      inHand.push(n)
      await told
      done.push(n)
    },
  })
  return { work, inHand, goOn }
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
  const { work, inHand, goOn } = await startSlowWork(done)
  await ask(12)
  await expect.poll(() => inHand.length, { timeout: 20_000 }).toBeGreaterThan(0)
  // What the library itself says when its tables change underneath: every runner of the database ends.
  await sql`select pg_notify('worker:migrate', '{"breaking": true}')`.execute(house.workspace.db)
  goOn()
  await settled(house.workspace)
  expect([...new Set(done)].sort((a, b) => a - b)).toEqual([...Array(12).keys()])
  await work.stop()
  process.exitCode = 0
})
