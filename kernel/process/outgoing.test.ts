import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { Refusal } from '../../model/index.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { callWebhook } from './callOutside.ts'
import { mayReach, type Outgoing } from './outgoing.ts'

let house: TestHouse, admin: Caller, receiver: Server, port: number
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
  admin = await house.person('管', ['admin'])
  receiver = createServer((_, answer) => answer.end('{"taken":true}')).listen(0, '127.0.0.1')
  await new Promise((ready) => receiver.once('listening', ready))
  port = (receiver.address() as AddressInfo).port
})
afterAll(async () => {
  receiver?.close()
  await house?.stop()
})

const call = (address: string, workspace: Workspace = house.workspace) =>
  callWebhook(workspace, address, { key: 'k', body: '{}', depth: 0 }).catch((error: unknown) =>
    error instanceof Refusal ? error.code : String(error),
  )
const allow = (outgoing: Partial<Outgoing>) =>
  admin.put('/api/settings/outgoing', { places: [], ...outgoing })

test('a call reaches the place that an administrator opened, by name and by address, and no other', async () => {
  expect([await call(`http://127.0.0.1:${port}/`), await call(`http://localhost:${port}/`)]).toEqual([
    'webhook_private',
    'webhook_private',
  ])
  await allow({
    places: [
      { address: '127.0.0.1', port },
      { address: '::1', port },
    ],
  })
  expect([await call(`http://127.0.0.1:${port}/`), await call(`http://localhost:${port}/`)]).toEqual([
    { taken: true },
    { taken: true },
  ])
})

test('where only what is listed may be called, the rest of the internet is closed, and what is listed is not', async () => {
  expect(
    await allow({
      only_listed: true,
      hosts: ['Open.Feishu.cn', '*.example.com'],
      places: [{ address: '93.184.215.14', port: 443 }],
    }),
  ).toMatchObject({
    only_listed: true,
    hosts: ['open.feishu.cn', '*.example.com'],
  })
  const outgoing = (await admin.get('/api/settings/outgoing')) as Outgoing
  const reached = (address: string, at: number, name?: string) => mayReach(outgoing, address, at, name)
  expect([
    reached('198.51.100.1', 443, 'elsewhere.cn'),
    reached('198.51.100.1', 443),
    reached('93.184.215.14', 80),
  ]).toEqual([false, false, false])
  expect([
    reached('198.51.100.1', 443, 'open.feishu.cn'),
    reached('198.51.100.1', 443, 'a.example.com'),
    reached('93.184.215.14', 443),
  ]).toEqual([true, true, true])
  expect([
    reached('198.51.100.1', 443, 'evilexample.com'),
    reached('198.51.100.1', 443, 'example.com'),
  ]).toEqual([false, false])
  // A listed name that points into the own network is refused as ever.
  expect(reached('192.168.1.20', 443, 'open.feishu.cn')).toBe(false)
  expect(await call('https://198.51.100.1/')).toBe('webhook_unlisted')
})

test('a list that cannot be understood changes nothing, and only an administrator sets it', async () => {
  for (const host of ['https://a.cn', 'localhost', '10.0.0.1', '*', 'a b.cn', '*.*.cn'])
    expect([host, (await allow({ hosts: [host] })).code]).toEqual([host, 'place_wrong'])
  expect((await admin.get('/api/settings/outgoing')).only_listed).toBe(true)
  const clerk = await house.person('文', [])
  expect(await clerk.put('/api/settings/outgoing', { places: [], only_listed: false })).toMatchObject({
    code: 'not_allowed',
  })
})

test('where TLS is demanded a call goes by https, but for this machine', async () => {
  const strict = Object.create(house.workspace, { requireTls: { value: true } }) as Workspace
  await allow({ places: [{ address: '127.0.0.1' }] })
  expect(await call('http://198.51.100.1/', strict)).toBe('webhook_plain')
  expect(await call(`http://127.0.0.1:${port}/`, strict)).toEqual({ taken: true })
})
