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

test('a second server at a taken port ends at once and says in two languages which port, and how to choose another', async () => {
  const { base } = await servers.start()
  const port = Number(new URL(base).port)
  const { code, said } = await servers.startAt(port)
  expect(code).toBe(1)
  expect(said.trimEnd().split('\n')).toEqual([
    `端口 ${port}（localhost）已被其他程序占用，也可能是已经启动的另一个贯通。请先停止它，或换一个端口启动：PORT=${port + 1} npm start`,
    `Port ${port} (localhost) is taken by another program, perhaps by Guantong started before. Stop that one, or choose another. Start at another port: PORT=${port + 1} npm start`,
  ])
  expect((await fetch(`${base}/readyz`)).ok).toBe(true)
}, 240_000)
