import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { ServerOptions } from './options.ts'
import { makeServer } from './server.ts'
import { readTrustProxy } from './trustProxy.ts'

const password = 'drei Schrauben 7'
const metricsToken = 'a token that a collector of figures shows'
let house: TestHouse, login: string
const servers: FastifyInstance[] = []
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
  login = (await house.enrol('管', ['admin'], password)).login
})
afterAll(async () => {
  for (const server of servers) await server.close()
  await house?.stop()
})

/** The same house seen from a server of another configuration. */
async function server(options: Partial<ServerOptions>, publicUrl = ''): Promise<FastifyInstance> {
  const workspace = Object.create(house.workspace, { publicUrl: { value: publicUrl } }) as Workspace
  const made = await makeServer({
    workspace,
    live: { onWake() {}, listen: () => () => {}, stop: async () => {} },
    logLevel: 'error',
    ...options,
  })
  servers.push(made)
  return made
}
const signIn = (app: FastifyInstance, given: string, coming: object) =>
  comingBy(app)('POST', '/api/session', { login, password: given }, coming)

test('what a stranger writes about where they come from is not believed', async () => {
  const app = await server({})
  const answers = []
  for (let i = 0; i < 11; i++)
    answers.push(
      (
        await signIn(app, 'guess', {
          from: '192.0.2.1',
          headers: { 'x-forwarded-for': `203.0.113.${i}`, forwarded: `for=203.0.113.${i}` },
        })
      ).status,
    )
  expect(answers).toEqual([...Array(10).fill(401), 429])
})

test('behind a proxy that is trusted each caller has their own address, and only the word of that proxy counts', async () => {
  const app = await server({ trustProxy: readTrustProxy('192.0.2.10, 10.1.0.0/16') })
  for (let i = 0; i < 11; i++)
    await signIn(app, 'guess', { from: '192.0.2.10', headers: { 'x-forwarded-for': '203.0.113.50' } })
  const from = (proxy: string, forwarded: string) =>
    signIn(app, password, { from: proxy, headers: { 'x-forwarded-for': forwarded } }).then(
      ({ status }) => status,
    )
  expect(await from('192.0.2.10', '203.0.113.50')).toBe(429)
  expect(await from('192.0.2.10', '203.0.113.51')).toBe(200)
  // Two trusted proxies in a row; and what the caller put in front of them is theirs to say, not ours to
  // believe.
  expect(await from('192.0.2.10', '203.0.113.50, 10.1.2.3')).toBe(429)
  expect(await from('192.0.2.10', '203.0.113.99, 203.0.113.50')).toBe(429)
  const { body } = await comingBy(app)('GET', '/api/sessions?all=true', undefined, {
    cookie: (
      await signIn(app, password, { from: '192.0.2.10', headers: { 'x-forwarded-for': '203.0.113.52' } })
    ).cookie,
  })
  expect(body.items[0].address).toBe('203.0.113.52')
})

test('a number of proxies is trusted by their place, and what is neither a number nor an address stops the start', () => {
  const one = readTrustProxy('1')
  expect([one('203.0.113.1', 0), one('203.0.113.1', 1)]).toEqual([true, false])
  const some = readTrustProxy('127.0.0.1, ::1, fd00::/8')
  expect([
    some('127.0.0.1', 0),
    some('::1', 3),
    some('fd12::1', 0),
    some('fe80::1', 0),
    some('127.0.0.2', 0),
    some('::ffff:127.0.0.1', 0),
  ]).toEqual([true, true, true, false, false, true])
  for (const bad of ['true', '10.0.0.0/33', 'proxy.example', '10.0.0', '0'])
    expect(() => readTrustProxy(bad)).toThrow('GUANTONG_TRUST_PROXY')
})

test('where people come by https, browsers are told to come no other way, and cookies go no other way', async () => {
  const [plain, secure] = [await server({}), await server({}, 'https://crm.example.cn')]
  const at = (app: FastifyInstance, url = '/healthz') => app.inject({ url })
  expect((await at(plain)).headers).not.toHaveProperty('strict-transport-security')
  for (const url of ['/healthz', '/api/session', '/nowhere'])
    expect((await at(secure, url)).headers['strict-transport-security']).toBe(
      'max-age=31536000; includeSubDomains',
    )
  const cookies = async (app: FastifyInstance) =>
    (await app.inject({ method: 'POST', url: '/api/session', payload: { login, password } })).cookies.map(
      ({ name, secure: only, httpOnly, sameSite, path }) => [name, only ?? false, httpOnly, sameSite, path],
    )
  expect(await cookies(plain)).toEqual([
    ['guantong_session', false, true, 'Lax', '/'],
    ['guantong_device', false, true, 'Lax', '/'],
  ])
  expect(await cookies(secure)).toEqual([
    ['__Host-guantong_session', true, true, 'Lax', '/'],
    ['__Host-guantong_device', true, true, 'Lax', '/'],
  ])
  const { cookie } = await comingBy(secure)('POST', '/api/session', { login, password })
  expect((await comingBy(secure)('GET', '/api/session', undefined, { cookie })).status).toBe(200)
  // A cookie that a plain page of a neighbouring host could set is none.
  expect(
    (await comingBy(secure)('GET', '/api/session', undefined, { cookie: cookie.replaceAll('__Host-', '') }))
      .status,
  ).toBe(401)
})

test('a write from another site is refused, one from the public address is ours even where the proxy renames the host', async () => {
  const app = await server({}, 'https://crm.example.cn')
  const write = async (headers: Record<string, string>) =>
    (
      await comingBy(app)(
        'POST',
        '/api/session',
        { login, password },
        { headers: { host: '127.0.0.1:3000', ...headers } },
      )
    ).status
  expect([
    await write({ origin: 'https://crm.example.cn', 'sec-fetch-site': 'same-origin' }),
    await write({ origin: 'http://127.0.0.1:3000' }),
    await write({}),
  ]).toEqual([200, 200, 200])
  expect([
    await write({ origin: 'https://evil.example' }),
    await write({ origin: 'null' }),
    await write({ origin: 'http://crm.example.cn' }),
    await write({ 'sec-fetch-site': 'cross-site' }),
    await write({ 'sec-fetch-site': 'same-site' }),
  ]).toEqual([403, 403, 403, 403, 403])
})

test('figures are for a collector with the token and for administrators, and nobody else, not even from this machine', async () => {
  const [closed, open] = [await server({}), await server({ metricsToken })]
  const ask = async (app: FastifyInstance, headers: Record<string, string> = {}) =>
    (await app.inject({ url: '/metrics', headers })).statusCode
  const { cookie } = await comingBy(closed)('POST', '/api/session', { login, password })
  const colleague = await house.person('员', ['everyone'])
  expect([
    await ask(closed),
    await ask(closed, { authorization: 'Bearer ' }),
    await ask(closed, { authorization: `Bearer ${metricsToken}` }),
    await ask(closed, { cookie }),
    (await colleague.raw({ url: '/metrics' })).status,
  ]).toEqual([401, 401, 401, 200, 401])
  expect([
    await ask(open),
    await ask(open, { authorization: `Bearer ${metricsToken}` }),
    await ask(open, { authorization: `Bearer ${metricsToken}x` }),
    await ask(open, { cookie }),
  ]).toEqual([401, 200, 401, 200])
})

test('what the API answers is kept by no cache on the way', async () => {
  const app = await server({})
  expect((await app.inject({ url: '/api/session' })).headers['cache-control']).toBe('no-store')
  expect((await comingBy(app)('POST', '/api/session', { login, password })).status).toBe(200)
})
