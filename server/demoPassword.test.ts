import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedPassword } from '../kernel/auth/demoPassword.ts'
import { passwordMatches, setPassword } from '../kernel/auth/password.ts'
import { makeServer } from '../kernel/http/server.ts'
import { readTrustProxy } from '../kernel/http/trustProxy.ts'
import { startLive, type Live } from '../kernel/live/live.ts'
import { comingBy } from '../kernel/testing/atTheDoor.ts'
import { transact } from '../kernel/workspace/transact.ts'
import { systemActor, table } from '../kernel/workspace/workspace.ts'
import { sql } from 'kysely'
import { testDatabaseUrl } from './postgres/testDatabase.ts'
import { seedDemo } from './seed/demo.ts'
import { startDemo, type Demo } from './seed/startDemo.ts'

let demo: Demo, live: Live
beforeAll(async () => {
  demo = await startDemo(testDatabaseUrl())
  live = await startLive(demo.workspace)
})
afterAll(async () => {
  await live?.stop()
  await demo?.stop()
})

const login = 'sales@demo.example'
/** The house behind proxies that are believed, or behind none. */
const house = async (proxies?: string) =>
  comingBy(
    await makeServer({
      workspace: demo.workspace,
      live,
      logLevel: 'silent',
      ...(proxies && { trustProxy: readTrustProxy(proxies) }),
    }),
  )
type Coming = Parameters<Awaited<ReturnType<typeof house>>>[3]
const signInBy = async (
  coming: Coming,
  { proxies, password = shippedPassword } = {} as { proxies?: string; password?: string },
) => {
  const { status, body } = await (await house(proxies))('POST', '/api/session', { login, password }, coming)
  return status === 200 ? 'in' : body.code
}
const refused = 'demo_password_here_only'

test('the password that everybody can read answers at the machine itself, and nowhere else', async () => {
  for (const from of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    expect([from, await signInBy({ from })]).toEqual([from, 'in'])
  for (const from of ['192.168.1.20', '10.0.0.3', '::ffff:192.168.1.20', '2001:db8::7', '128.0.0.1'])
    expect([from, await signInBy({ from })]).toEqual([from, refused])
  const answer = await (
    await house()
  )('POST', '/api/session', { login, password: shippedPassword }, { from: '192.168.1.20' })
  expect(answer.status).toBe(403)
  expect(answer.body.detail).toContain('GUANTONG_DEMO_PASSWORD')
})

test('behind a proxy the address of the client counts, and a proxy that nobody named is taken for somebody else', async () => {
  const far = { 'x-forwarded-for': '203.0.113.5' }
  const near = { 'x-forwarded-for': '127.0.0.1' }
  expect(await signInBy({ headers: far }, { proxies: '127.0.0.1' })).toBe(refused)
  expect(await signInBy({ headers: near }, { proxies: '127.0.0.1' })).toBe('in')
  expect(await signInBy({ from: '192.168.1.20', headers: near }, { proxies: '1' })).toBe(refused)
  const all: Record<string, string>[] = [
    far,
    near,
    { forwarded: 'for=127.0.0.1' },
    { via: '1.1 proxy' },
    { 'x-real-ip': '127.0.0.1' },
  ]
  for (const headers of all) expect([headers, await signInBy({ headers })]).toEqual([headers, refused])
  // A proxy that says nothing at all is given away by the name that people call.
  expect(await signInBy({ headers: { host: 'crm.example.cn' } })).toBe(refused)
  expect(await signInBy({ headers: { host: 'localhost:3000', origin: 'http://localhost:3000' } })).toBe('in')
})

test('a password that only the company knows answers from anywhere, a wrong one is wrong everywhere', async () => {
  expect(await signInBy({ from: '192.168.1.20' }, { password: 'guantong ' })).toBe('login_failed')
  const { rows } = await sql<{
    id: string
  }>`select id from ${table(demo.workspace, 'user')} where login = ${login}`.execute(demo.workspace.db)
  await transact(demo.workspace, systemActor('tests'), (tx) =>
    setPassword(tx, rows[0]!.id, 'drei Schrauben 7'),
  )
  expect(await signInBy({ from: '192.168.1.20' }, { password: 'drei Schrauben 7' })).toBe('in')
})

test('a password of the demonstration that is set later takes the place of the shipped one, and of no other', async () => {
  const hashes = async () =>
    (
      await sql<{ login: string; hash: string }>`
        select u.login, c.password_hash as hash from ${table(demo.workspace, '_credential')} c join ${table(demo.workspace, 'user')} u on u.id = c.person order by u.login`.execute(
        demo.workspace.db,
      )
    ).rows
  await seedDemo(demo.workspace, shippedPassword)
  expect(await signInBy({ from: '192.168.1.20' }, { password: 'drei Schrauben 7' })).toBe('in')
  await seedDemo(demo.workspace, 'a password of the fair')
  for (const one of await hashes())
    expect([one.login, await passwordMatches(one.hash, 'a password of the fair')]).toEqual([
      one.login,
      one.login !== login,
    ])
  const before = await hashes()
  await seedDemo(demo.workspace, 'another one, once more')
  expect(await hashes()).toEqual(before)
})
