import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { makeServer } from '../http/server.ts'
import { comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { removeRecord } from '../records/remove.ts'
import { changeRecord } from '../records/write.ts'
import { transact } from '../workspace/transact.ts'
import { closeWorkspace, openWorkspace, systemActor, table, type Workspace } from '../workspace/workspace.ts'
import { sweepSessions } from './session.ts'

/** A second server on the same database that hears no word of the first: what it knows, it asked. */
let house: TestHouse, deaf: Workspace, other: Awaited<ReturnType<typeof makeServer>>
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
  const { name, url, modules, files, secret } = house.workspace
  deaf = await openWorkspace({ name, url, modules, files, secret, poolSize: 2 })
  other = await makeServer({
    workspace: deaf,
    live: { onWake() {}, listen: () => () => {}, stop: async () => {} },
    logLevel: 'error',
  })
})
afterAll(async () => {
  await other?.close()
  await closeWorkspace(deaf)
  await house?.stop()
})

const password = 'drei Schrauben 7'
const send = (...request: Parameters<ReturnType<typeof comingBy>>) => comingBy(house.app)(...request)
const elsewhere = (...request: Parameters<ReturnType<typeof comingBy>>) => comingBy(other)(...request)
async function signedIn(
  name: string,
  roles = ['everyone'],
): Promise<Caller & { login: string; cookie: string }> {
  const person = await house.enrol(name, roles, password)
  return { ...person, cookie: (await send('POST', '/api/session', { login: person.login, password })).cookie }
}
const change = (id: string, values: Record<string, unknown>) =>
  transact(house.workspace, systemActor('tests'), (tx) => changeRecord(tx, 'user', id, values))
const turnBack = (column: 'created_at' | 'last_seen_at', person: string, span: string) =>
  sql`update ${table(house.workspace, '_session')} set ${sql.id(column)} = now() - ${span}::interval where person = ${person}`.execute(
    house.workspace.db,
  )
const both = async (coming: { cookie?: string; key?: string }) => [
  (await send('GET', '/api/session', undefined, coming)).status,
  (await elsewhere('GET', '/api/session', undefined, coming)).status,
]

test('who leaves is out with the very next request, in every process, by session and by key, and stays out should they come back', async () => {
  const leaver = await signedIn('甲')
  const key = await house.key(leaver)
  expect([await both(leaver), await both({ key })]).toEqual([
    [200, 200],
    [200, 200],
  ])
  await change(leaver.id, { active: false })
  expect([await both(leaver), await both({ key })]).toEqual([
    [401, 401],
    [401, 401],
  ])
  await change(leaver.id, { active: true })
  expect([await both(leaver), await both({ key })]).toEqual([
    [401, 401],
    [401, 401],
  ])
  expect((await send('POST', '/api/session', { login: leaver.login, password })).status).toBe(200)

  const deleted = await signedIn('乙')
  await both(deleted)
  await transact(house.workspace, systemActor('tests'), (tx) => removeRecord(tx, 'user', deleted.id))
  expect(await both(deleted)).toEqual([401, 401])
})

test('a role that is taken away is gone with the very next request, in every process', async () => {
  const admin = await signedIn('丙', ['admin'])
  const asks = async () => [
    (await send('GET', '/api/failures', undefined, admin)).status,
    (await elsewhere('GET', '/api/failures', undefined, admin)).status,
  ]
  expect(await asks()).toEqual([200, 200])
  await change(admin.id, { roles: ['everyone'] })
  expect(await asks()).toEqual([403, 403])
})

test('signing out, a new password and ending it from another device end a session in every process at once', async () => {
  const person = await signedIn('丁')
  const second = await send(
    'POST',
    '/api/session',
    { login: person.login, password },
    { headers: { 'user-agent': 'Firefox at home' } },
  )
  await both(second)
  const { items } = (await send('GET', '/api/sessions', undefined, person)).body
  expect(
    items.map((one: { current: boolean; agent: string; address: string }) => [
      one.current,
      one.agent,
      one.address,
    ]),
  ).toContainEqual([false, 'Firefox at home', '127.0.0.1'])
  expect(
    (
      await send(
        'DELETE',
        `/api/sessions/${items.find((one: { agent: string }) => one.agent === 'Firefox at home').id}`,
        undefined,
        person,
      )
    ).status,
  ).toBe(204)
  expect([await both(second), await both(person)]).toEqual([
    [401, 401],
    [200, 200],
  ])
  const third = await send('POST', '/api/session', { login: person.login, password })
  await both(third)
  expect((await send('DELETE', '/api/sessions', undefined, person)).status).toBe(204)
  expect([await both(third), await both(person)]).toEqual([
    [401, 401],
    [200, 200],
  ])
  await elsewhere('DELETE', '/api/session', undefined, person)
  expect(await both(person)).toEqual([401, 401])
})

test('nobody ends or sees the session of somebody else, except an administrator', async () => {
  const [one, stranger, admin] = [await signedIn('戊'), await signedIn('己'), await signedIn('庚', ['admin'])]
  const { id } = (await send('GET', '/api/sessions', undefined, one)).body.items.find(
    (session: { current: boolean }) => session.current,
  )
  expect((await send('GET', '/api/sessions?all=true', undefined, stranger)).status).toBe(403)
  expect((await send('DELETE', `/api/sessions/${id}`, undefined, stranger)).status).toBe(404)
  expect((await send('DELETE', `/api/sessions/${id}?all=true`, undefined, stranger)).status).toBe(403)
  const all = (await send('GET', '/api/sessions?all=true', undefined, admin)).body.items
  expect(all.map((session: { id: string }) => session.id)).toContain(id)
  expect(JSON.stringify(all)).not.toContain(one.cookie.split('=')[1])
  expect((await send('DELETE', `/api/sessions/${id}?all=true`, undefined, admin)).status).toBe(204)
  expect(await both(one)).toEqual([401, 401])
})

test('a session that nobody used for four hours is over, and one that is used is over after twelve', async () => {
  const [idle, busy] = [await signedIn('辛'), await signedIn('壬')]
  await turnBack('last_seen_at', idle.id, '239 minutes')
  expect((await send('GET', '/api/session', undefined, idle)).status).toBe(200)
  // That was a use: it is seen again from now on.
  await turnBack('last_seen_at', idle.id, '241 minutes')
  expect(await both(idle)).toEqual([401, 401])
  await turnBack('created_at', busy.id, '11 hours 59 minutes')
  expect(await both(busy)).toEqual([200, 200])
  await turnBack('created_at', busy.id, '12 hours 1 minute')
  expect(await both(busy)).toEqual([401, 401])
  await sweepSessions(house.workspace)
  const { rows } =
    await sql`select 1 from ${table(house.workspace, '_session')} where person in (${idle.id}, ${busy.id})`.execute(
      house.workspace.db,
    )
  expect(rows).toEqual([])
})

test('the company says how long a session lives; it holds at once, for sessions that are open too', async () => {
  const [admin, person] = [await signedIn('管', ['admin']), await signedIn('癸')]
  expect((await send('PATCH', '/api/session/rules', { session_idle_minutes: 30 }, admin)).body.code).toBe(
    'proof_required',
  )
  expect(
    (await send('PATCH', '/api/session/rules', { session_idle_minutes: 30, password }, person)).status,
  ).toBe(403)
  expect(
    await send('PATCH', '/api/session/rules', { session_idle_minutes: 1, password }, admin),
  ).toMatchObject({ status: 422, body: { field: 'session_idle_minutes', data: { min: 5 } } })
  await turnBack('last_seen_at', person.id, '40 minutes')
  const { body } = await send(
    'PATCH',
    '/api/session/rules',
    { session_idle_minutes: 30, barred_words: ['翠湖'] },
    admin,
  )
  expect(body).toMatchObject({ barred_words: ['翠湖'] })
  expect(body.rules.find((rule: { name: string }) => rule.name === 'session_idle_minutes')).toMatchObject({
    value: 30,
    initial: 240,
  })
  expect(await both(person)).toEqual([401, 401])
  await send('PATCH', '/api/session/rules', { session_idle_minutes: 240 }, admin)
})

test('a page that only lies open does not count as using it', async () => {
  const person = await signedIn('子')
  await turnBack('last_seen_at', person.id, '100 minutes')
  const token = /guantong_session=([^;]+)/.exec(person.cookie)![1]!
  const { actorByToken } = await import('./whoComes.ts')
  expect(await actorByToken(house.workspace, 'session', token, { active: false })).toMatchObject({
    id: person.id,
  })
  const seen = async () =>
    (
      await sql<{
        minutes: number
      }>`select (extract(epoch from now() - last_seen_at) / 60)::int as minutes from ${table(house.workspace, '_session')} where person = ${person.id} order by last_seen_at limit 1`.execute(
        house.workspace.db,
      )
    ).rows[0]!.minutes
  expect(await seen()).toBeGreaterThanOrEqual(100)
  await actorByToken(house.workspace, 'session', token)
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from ${table(house.workspace, '_session')} where person = ${person.id} and last_seen_at > now() - interval '1 minute'`.execute(
    house.workspace.db,
  )
  expect(rows[0]!.n).toBe(1)
})
