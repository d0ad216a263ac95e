import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCrashHouse, type CrashHouse } from '../bench/crash/crashHouse.ts'
import { until } from '../e2e/client.ts'
import { findPostmaster, isAlive } from './postgres/postmaster.ts'
import { demoPeople } from './seed/demo.ts'

/**
 * Three server processes that start at the same moment in an empty folder, and keep one embedded database
 * between them.
 */
let house: CrashHouse
beforeAll(async () => {
  house = await openCrashHouse({ servers: 3, embedded: true, smallDisk: false })
}, 180_000)
afterAll(() => house?.close())

const place = () => join(house.folder, 'data', 'postgres')
const postmaster = () => findPostmaster(join(place(), 'postgres'))
const owner = () => Number(readFileSync(join(place(), 'postgres.owner'), 'utf8'))

test('servers that start together on nothing all start, and the demonstration is there once', async () => {
  expect(house.deaths).toEqual([])
  const { rows } = await house.db.query('select count(*)::int as n from main."user"')
  expect(rows).toEqual([{ n: demoPeople.length }])
})

test(
  'an embedded database that dies is started again at the same port, and every server goes on',
  { timeout: 60_000 },
  async () => {
    const before = postmaster()!
    house.killDatabase()
    await until(
      'another database process',
      async () => !isAlive(before.pid) && postmaster()?.status === 'ready',
    )
    await house.ready('all')
    expect(postmaster()!.port).toBe(before.port)
    expect(house.deaths).toEqual([])
  },
)

test('when the server that keeps the database dies, another keeps it', { timeout: 60_000 }, async () => {
  const keeper = house.servers.find((server) => server.pid() === owner())!
  const before = postmaster()!.port
  keeper.kill(false)
  const left = house.servers.filter((server) => server !== keeper)
  // The database ends with whoever kept it, a moment later.
  await until(
    'the other servers to be served again',
    async () =>
      left.some((server) => server.pid() === owner()) &&
      postmaster()?.status === 'ready' &&
      (await Promise.all(left.map((one) => one.ready()))).every(Boolean),
  )
  expect(left.map((server) => server.pid())).toContain(owner())
  expect(postmaster()!.port).toBe(before)
  expect(house.deaths).toEqual([])
})
