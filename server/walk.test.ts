import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn } from '../e2e/client.ts'
import { walk } from '../e2e/walk.ts'
import { startDemo, type Demo } from './seed/startDemo.ts'
import { testDatabaseUrl } from './postgres/testDatabase.ts'

let demo: Demo
beforeAll(async () => {
  demo = await startDemo(testDatabaseUrl(), 'a password of the demonstration')
})
afterAll(() => demo?.stop())

test(
  'a lead comes in and money comes out, through every department, and service brings the next deal',
  { timeout: 240_000 },
  async () => {
    const results = await walk(demo.base, demo.password)
    expect(results.map((step) => step.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  },
)

test('walking twice over the same house works as well', { timeout: 240_000 }, async () => {
  expect(await walk(demo.base, demo.password)).toHaveLength(12)
})

test('nothing that should have happened by itself has failed', async () => {
  const admin = await signIn(demo.base, 'admin@demo.example', demo.password)
  expect((await admin.get('/failures')).items).toEqual([])
})
