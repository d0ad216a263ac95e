import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { codeOf, comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { changeRules } from './rules.ts'

let house: TestHouse, admin: { id: string; cookie: string }
const password = 'drei Schrauben 7'
const chosen = 'sieben Wellen 21'
const send = (...request: Parameters<ReturnType<typeof comingBy>>) => comingBy(house.app)(...request)
const signIn = (login: string, given: string, more: object = {}) =>
  send('POST', '/api/session', { login, password: given, ...more })
const give = (person: string, body: object = {}, cookie = admin.cookie) =>
  send('POST', `/api/people/${person}/password`, body, { cookie })
const mine = async (cookie: string) => (await send('GET', '/api/session', undefined, { cookie })).body
const own = (cookie: string, fresh: string) =>
  send('POST', '/api/session/password/own', { new: fresh }, { cookie })

async function signedIn(name: string, roles = ['everyone']) {
  const person = await house.enrol(name, roles, password)
  return { ...person, cookie: (await signIn(person.login, password)).cookie }
}
/** Somebody new, as an administrator makes them: with a login and no password. */
async function newcomer(login: string): Promise<string> {
  const made = await send('POST', '/api/records/user', { name: '新同事', login }, { cookie: admin.cookie })
  return made.body.id as string
}
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
  admin = await signedIn('管', ['admin'])
})
afterAll(() => house?.stop())

test('a new colleague comes in with a one-time password, and nothing is answered before they have one of their own', async () => {
  const id = await newcomer('neu@test.example')
  const how = () => send('GET', `/api/people/${id}/sign_in`, undefined, { cookie: admin.cookie })
  expect((await how()).body).toMatchObject({ login: 'neu@test.example', password: 'none' })
  const { status, body: given } = await give(id)
  expect(status).toBe(200)
  expect(given.address).toBeNull()
  expect(given.password).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  const hours = (Date.parse(given.ends_at) - Date.now()) / 3_600_000
  expect(hours > 23.9 && hours <= 24.01).toBe(true)
  expect((await how()).body).toMatchObject({ password: 'once', once_until: given.ends_at })

  const { status: came, body: session, cookie } = await signIn('neu@test.example', given.password)
  expect([came, session.user.owes]).toEqual([200, 'password'])
  for (const [method, path] of [
    ['GET', '/api/records/user'],
    ['GET', '/api/definitions'],
    ['GET', '/api/tasks'],
    ['GET', '/api/live'],
    ['POST', '/api/keys'],
    ['POST', '/api/session/totp'],
    ['GET', '/api/sessions'],
    ['POST', '/api/session/password'],
  ] as const)
    expect([path, await send(method, path, method === 'POST' ? {} : undefined, { cookie })]).toMatchObject([
      path,
      { status: 403, body: { code: 'own_password_needed' } },
    ])
  expect((await mine(cookie)).user.owes).toBe('password')
  expect(await own(cookie, given.password)).toMatchObject({
    status: 422,
    body: { code: 'password_weak', field: 'new', data: { rule: 'once' } },
  })
  expect((await own(cookie, '12345678')).body.code).toBe('password_weak')
  const done = await own(cookie, chosen)
  expect(done.status).toBe(200)
  expect((await mine(done.cookie)).user.owes).toBeNull()
  expect((await send('GET', '/api/tasks', undefined, { cookie: done.cookie })).status).toBe(200)
  expect((await mine(cookie)).code).toBe('not_signed_in')
  expect((await signIn('neu@test.example', chosen)).body.user.owes).toBeNull()
  expect((await how()).body).toMatchObject({ password: 'own', once_until: null })
})

test('a one-time password counts once, also for two who bring it at the same moment', async () => {
  const other = await signedIn('一')
  const { body: given } = await give(other.id)
  const both = await Promise.all([signIn(other.login, given.password), signIn(other.login, given.password)])
  expect(both.map((one) => one.status).sort()).toEqual([200, 401])
  expect(await signIn(other.login, given.password)).toMatchObject({
    status: 401,
    body: { code: 'once_over', field: 'password' },
  })
})

test('typed in large letters, without dashes and with an o for the nought it is still the one', async () => {
  const other = await signedIn('写')
  const { body: given } = await give(other.id)
  const typed = given.password.replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l').toUpperCase()
  expect((await signIn(other.login, typed)).status).toBe(200)
})

test('after the hours that the company set it is over, and a newer one ends it before', async () => {
  const other = await signedIn('时')
  await changeRules(house.workspace, house.workspace.db, { once_hours: 2 })
  const { body: first } = await give(other.id)
  expect(Date.parse(first.ends_at) - Date.now()).toBeLessThanOrEqual(2 * 3_600_000)
  await changeRules(house.workspace, house.workspace.db, { once_hours: 24 })
  const { body: second } = await give(other.id)
  expect((await signIn(other.login, first.password)).body.code).toBe('login_failed')
  await sql`update ${table(house.workspace, '_credential')} set once_until = now() - interval '1 second' where person = ${other.id}`.execute(
    house.workspace.db,
  )
  expect((await signIn(other.login, second.password)).body.code).toBe('once_over')
})

test('the old password and every session end when a colleague gets a one-time one, and the second factor stays in force', async () => {
  const other = await signedIn('旧')
  const { body: offer } = await send('POST', '/api/session/totp', { password }, { cookie: other.cookie })
  await send(
    'POST',
    '/api/session/totp/confirm',
    { code: codeOf(offer.secret, -1) },
    { cookie: other.cookie },
  )
  const { body: given } = await give(other.id)
  expect((await mine(other.cookie)).code).toBe('not_signed_in')
  expect((await signIn(other.login, password)).body.code).toBe('login_failed')
  expect((await signIn(other.login, given.password)).body.code).toBe('totp_required')
  // A missing code has not used it up.
  expect((await signIn(other.login, given.password, { code: codeOf(offer.secret) })).body.user.owes).toBe(
    'password',
  )
})

test('nothing of it is kept that could be read, not even by a repeated request', async () => {
  const other = await signedIn('密')
  const { body: given } = await send(
    'POST',
    `/api/people/${other.id}/password`,
    {},
    {
      cookie: admin.cookie,
      headers: { 'idempotency-key': 'once' },
    },
  )
  const signs = given.password.replaceAll('-', '')
  for (const name of ['_credential', '_idempotency', '_event', '_notification']) {
    const { rows } = await sql`select t::text as row from ${table(house.workspace, name)} t`.execute(
      house.workspace.db,
    )
    expect(JSON.stringify(rows)).not.toContain(given.password)
    expect(JSON.stringify(rows)).not.toContain(signs)
  }
})

test('only an administrator gives one, to somebody else who has a login, and shows who they are', async () => {
  const other = await signedIn('员')
  expect((await give(other.id, {}, other.cookie)).status).toBe(403)
  expect(await give(admin.id)).toMatchObject({ status: 409, body: { code: 'own_password_elsewhere' } })
  const worker = await send('POST', '/api/records/user', { name: '无账号' }, { cookie: admin.cookie })
  expect((await give(worker.body.id)).body).toMatchObject({ code: 'login_missing', field: 'login' })
  await sql`update ${table(house.workspace, '_session')} set created_at = now() - interval '20 minutes' where person = ${admin.id}`.execute(
    house.workspace.db,
  )
  expect((await give(other.id)).body).toMatchObject({ code: 'proof_required', field: 'own_password' })
  expect((await give(other.id, { own_password: password })).status).toBe(200)
  const key = await house.key(other)
  expect((await send('POST', `/api/people/${other.id}/password`, {}, { key })).status).toBe(403)
})

test('whoever has a password of their own changes it with the old one only', async () => {
  const other = await signedIn('己')
  expect(await own(other.cookie, chosen)).toMatchObject({
    status: 409,
    body: { code: 'own_password_already' },
  })
})
