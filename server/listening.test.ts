import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServers, type TestServers } from './testServers.ts'

let servers: TestServers
beforeAll(async () => {
  servers = await openTestServers('listening', 'a password of the demonstration')
}, 120_000)
afterAll(() => servers?.stop())

test('a server that is told nothing answers at localhost, and at no other address of the machine', async () => {
  const { base } = await servers.start()
  const { port } = new URL(base)
  const answers = (address: string) =>
    fetch(`http://${address}:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  expect(await answers('localhost')).toBe(true)
  expect(await answers('127.0.0.1')).toBe(true)
  expect(await answers('127.0.0.2')).toBe(false)
}, 120_000)
