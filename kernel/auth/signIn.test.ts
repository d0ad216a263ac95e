import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'
import { setPassword } from './password.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
})
afterAll(() => house?.stop())

const password = 'drei Schrauben 7'
async function someone(name: string): Promise<Caller & { login: string }> {
  const person = await house.person(name, ['everyone'])
  await transact(house.workspace, systemActor('tests'), (tx) => setPassword(tx, person.id, password))
  const admin = await house.person(`${name} 的管理员`, ['admin'])
  return { ...person, login: (await admin.get(`/api/records/user/${person.id}`)).login }
}
const post = async (url: string, payload: object, cookie = '') => {
  const answer = await house.app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) }, payload: JSON.stringify(payload) })
  return { status: answer.statusCode, body: answer.json() as any, cookie: String(answer.headers['set-cookie'] ?? '').split(';')[0]! }
}
const signIn = (login: string, given = password, code?: string) => post('/api/session', { login, password: given, ...(code ? { code } : {}) })
const codeOf = (secret: string, steps = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

test('a wrong password and a login that nobody has are refused in the same words', async () => {
  const { login } = await someone('甲')
  const wrong = await signIn(login, 'not the password')
  const nobody = await signIn('nobody@test.example')
  expect(wrong).toMatchObject({ status: 401, body: { code: 'login_failed' } })
  expect({ ...nobody, cookie: '' }).toEqual({ ...wrong, cookie: '' })
  expect((await signIn(login.toUpperCase())).status).toBe(200)
})

test('after ten wrong tries even the right password waits, and only for this login', async () => {
  const [guessed, other] = [await someone('乙'), await someone('丙')]
  for (let i = 0; i < 10; i++) expect((await signIn(guessed.login, `guess ${i}`)).status).toBe(401)
  expect(await signIn(guessed.login)).toMatchObject({ status: 429, body: { code: 'too_many_requests', data: { retry_after_s: 900 } } })
  expect((await signIn(other.login)).status).toBe(200)
})

test('a second factor is asked for once it was confirmed, and a code opens one session only', async () => {
  const { login } = await someone('丁')
  const { cookie } = await signIn(login)
  const { body: offer } = await post('/api/session/totp', {}, cookie)
  expect((await signIn(login)).status).toBe(200)
  expect(await post('/api/session/totp/confirm', { code: '000000' }, cookie)).toMatchObject({ status: 401, body: { code: 'totp_wrong' } })
  expect((await post('/api/session/totp/confirm', { code: codeOf(offer.secret, -1) }, cookie)).status).toBe(200)

  expect(await signIn(login)).toMatchObject({ status: 401, body: { code: 'totp_required', field: 'code' } })
  const code = codeOf(offer.secret)
  expect((await signIn(login, password, code)).status).toBe(200)
  expect(await signIn(login, password, code)).toMatchObject({ status: 401, body: { code: 'totp_wrong' } })
})

test('a borrowed session cannot take a second factor away', async () => {
  const { login } = await someone('戊')
  const { cookie } = await signIn(login)
  const { body: offer } = await post('/api/session/totp', {}, cookie)
  await post('/api/session/totp/confirm', { code: codeOf(offer.secret, -1) }, cookie)
  expect(await post('/api/session/totp', {}, cookie)).toMatchObject({ status: 401, body: { code: 'totp_required' } })
  expect(await signIn(login)).toMatchObject({ body: { code: 'totp_required' } })
  const { status, body } = await post('/api/session/totp', { code: codeOf(offer.secret) }, cookie)
  expect(status).toBe(200)
  expect(body.secret).not.toBe(offer.secret)
})

test('a weak password is refused, a new one ends the other sessions', async () => {
  const { login } = await someone('己')
  const [here, elsewhere] = [await signIn(login), await signIn(login)]
  for (const weak of ['short', 'aaaaaaaaaa', '']) expect(await post('/api/session/password', { old: password, new: weak }, here.cookie)).toMatchObject({ status: 422, body: { code: 'password_weak' } })
  expect(await post('/api/session/password', { old: 'wrong', new: 'vier Muttern 8' }, here.cookie)).toMatchObject({ body: { code: 'password_wrong', field: 'old' } })
  const changed = await post('/api/session/password', { old: password, new: 'vier Muttern 8' }, here.cookie)
  const mine = async (cookie: string) => (await house.app.inject({ url: '/api/session', headers: { cookie } })).statusCode
  expect([changed.status, await mine(changed.cookie), await mine(elsewhere.cookie)]).toEqual([200, 200, 401])
})

test('a key of the API acts for its person, shows itself once and ends when it is revoked', async () => {
  const { login } = await someone('庚')
  const { cookie } = await signIn(login)
  const { status, body: key } = await post('/api/keys', { name: 'ERP' }, cookie)
  expect(status).toBe(201)
  const asKey = () => house.app.inject({ url: '/api/session', headers: { authorization: `Bearer ${key.key ?? key.token}` } })
  expect((await asKey()).json()).toMatchObject({ user: { login } })
  const listed = (await house.app.inject({ url: '/api/keys', headers: { cookie } })).body
  expect(listed).toContain('ERP')
  expect(listed).not.toContain(key.key ?? key.token)
  await house.app.inject({ method: 'DELETE', url: `/api/keys/${key.id}`, headers: { cookie } })
  await expect.poll(async () => (await asKey()).statusCode).toBe(401)
})
