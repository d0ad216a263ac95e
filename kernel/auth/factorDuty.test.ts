import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, type RoleDef } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { codeOf, comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { changeRules } from './rules.ts'

const cashier: RoleDef = { name: 'cashier', label: { zh: '出纳', en: 'Cashier' } }
let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label: { zh: '测试' }, roles: [cashier] }),
  ])
})
afterAll(() => house?.stop())

const password = 'drei Schrauben 7'
const send = (...request: Parameters<ReturnType<typeof comingBy>>) => comingBy(house.app)(...request)
const ask = async (cookie: string, path = '/api/tasks') => send('GET', path, undefined, { cookie })
async function signedIn(name: string, roles: string[], given = password) {
  const person = await house.enrol(name, roles, given)
  const came = await send('POST', '/api/session', { login: person.login, password: given })
  return { ...person, cookie: came.cookie, user: came.body.user }
}
/** So many days after the first sign-in. */
const daysLater = (person: string, days: number) =>
  sql`update ${table(house.workspace, '_credential')} set factor_asked_at = factor_asked_at - make_interval(days => ${days}) where person = ${person}`.execute(
    house.workspace.db,
  )
async function setUp(cookie: string): Promise<string> {
  const { body: offer } = await send('POST', '/api/session/totp', { password }, { cookie })
  await send('POST', '/api/session/totp/confirm', { code: codeOf(offer.secret, -1) }, { cookie })
  return offer.secret
}

test('an administrator works for a week without a second factor, and then sets it up before anything else is answered', async () => {
  const admin = await signedIn('管', ['admin'])
  const days = (Date.parse(admin.user.second_factor_due) - Date.now()) / 86_400_000
  expect(days > 6.9 && days <= 7).toBe(true)
  await daysLater(admin.id, 6)
  expect((await ask(admin.cookie)).status).toBe(200)
  await daysLater(admin.id, 1)
  for (const path of [
    '/api/tasks',
    '/api/records/user',
    '/api/definitions',
    '/api/keys',
    '/api/session/rules',
  ])
    expect([path, await ask(admin.cookie, path)]).toMatchObject([
      path,
      { status: 403, body: { code: 'second_factor_needed' } },
    ])
  expect((await send('POST', '/api/keys', { name: 'x', password }, { cookie: admin.cookie })).status).toBe(
    403,
  )
  expect((await ask(admin.cookie, '/api/session')).body.user).toMatchObject({ owes: 'second_factor' })
  // Signing in anew is no way round it.
  const again = await send('POST', '/api/session', { login: admin.login, password })
  expect(again.body.user.owes).toBe('second_factor')
  await setUp(again.cookie)
  expect((await ask(again.cookie)).status).toBe(200)
  expect((await ask(again.cookie, '/api/session')).body.user).toMatchObject({
    owes: null,
    second_factor: true,
    second_factor_due: null,
  })
})

test('the keys of an administrator who lacks the second factor are refused with the same sentence', async () => {
  const admin = await signedIn('钥', ['admin'])
  const key = await house.key(admin)
  const read = () => send('GET', '/api/records/user', undefined, { key })
  expect((await read()).status).toBe(200)
  await daysLater(admin.id, 8)
  expect(await read()).toMatchObject({ status: 403, body: { code: 'second_factor_needed' } })
  await setUp(admin.cookie)
  expect((await read()).status).toBe(200)
})

test('the company says which roles want it, and how many days there are', async () => {
  const clerk = await signedIn('纳', ['cashier'])
  expect(clerk.user.second_factor_due).toBeNull()
  await daysLater(clerk.id, 100)
  expect((await ask(clerk.cookie)).status).toBe(200)
  const admin = await house.person('规', ['admin'])
  await admin.put('/api/definitions/role/cashier', { second_factor: true })
  await admin.post('/api/definitions/role/cashier/publish')
  // The days begin when they first sign in with it.
  expect((await ask(clerk.cookie)).status).toBe(200)
  const { body, cookie } = await send('POST', '/api/session', { login: clerk.login, password })
  expect(body.user.second_factor_due).not.toBeNull()
  await changeRules(house.workspace, house.workspace.db, { factor_grace_days: 0 })
  expect((await ask(cookie)).body.code).toBe('second_factor_needed')
  await changeRules(house.workspace, house.workspace.db, { factor_grace_days: 7 })
  expect((await ask(cookie)).status).toBe(200)
  await admin.put('/api/definitions/role/cashier', { second_factor: 'yes' })
  expect((await admin.post('/api/definitions/role/cashier/publish')).status).toBe(422)
})

test('whoever shows the demonstration with its shipped password is asked for nothing', async () => {
  const demo = await signedIn('演', ['admin'], 'guantong')
  expect(demo.user.second_factor_due).toBeNull()
  await daysLater(demo.id, 100)
  expect((await ask(demo.cookie)).status).toBe(200)
})

test('a second factor that the role wants is replaced, not taken away; whom an administrator frees of it sets it up anew', async () => {
  const [admin, other] = [await signedIn('员', ['admin']), await signedIn('另', ['admin'])]
  const first = await setUp(admin.cookie)
  expect(await send('DELETE', '/api/session/totp', {}, { cookie: admin.cookie })).toMatchObject({
    status: 409,
    body: { code: 'factor_of_role' },
  })
  expect((await send('POST', '/api/session/totp', {}, { cookie: admin.cookie })).body.secret).not.toBe(first)
  await daysLater(admin.id, 30)
  expect(
    (await send('DELETE', `/api/people/${admin.id}/second_factor`, {}, { cookie: other.cookie })).status,
  ).toBe(204)
  expect((await ask(admin.cookie)).body.code).toBe('second_factor_needed')
})
