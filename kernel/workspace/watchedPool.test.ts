import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { watchDatabase, type DatabaseWatch } from './watch.ts'
import { WatchedPool } from './watchedPool.ts'

let watch: DatabaseWatch
let pool: WatchedPool
beforeAll(() => {
  watch = watchDatabase(testDatabaseUrl())
  pool = new WatchedPool(watch, { connectionString: testDatabaseUrl(), max: 1 })
})
afterAll(async () => {
  await pool?.end()
  watch?.stop()
})

test('a connection given back a second time, as the listener of the jobs does, ends nothing and is not taken from whoever has it by then', async () => {
  const giveBack = await new Promise<(release?: unknown) => void>((resume, fail) => {
    pool.connect((error, _client, done) => (error ? fail(error) : resume(done)))
  })
  giveBack()
  const next = await pool.connect()
  expect(() => giveBack()).not.toThrow()
  expect(pool.idleCount).toBe(0)
  expect((await next.query<{ n: number }>('select 1 as n')).rows).toEqual([{ n: 1 }])
  next.release()
  expect(pool.idleCount).toBe(1)
})
