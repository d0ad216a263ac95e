import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { codeOf, comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { changeRules } from './rules.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
})
afterAll(() => house?.stop())

const password = 'drei Schrauben 7'
const someone = (name: string) => house.enrol(name, ['everyone'], password)
/**
 * Another address for every call that names none, so that the tests of one file do not hold each other up.
 */
let last = 0
const somewhere = () => `198.51.${100 + (last >> 8)}.${last++ % 256}`
const send = (...request: Parameters<ReturnType<typeof comingBy>>) => comingBy(house.app)(...request)
const signIn = (
  login: string,
  given = password,
  { code, from = somewhere(), cookie }: { code?: string; from?: string; cookie?: string } = {},
) => send('POST', '/api/session', { login, password: given, ...(code ? { code } : {}) }, { from, cookie })
const allow = (rules: Parameters<typeof changeRules>[2]) =>
  changeRules(house.workspace, house.workspace.db, rules)
const mine = async (cookie: string) => (await send('GET', '/api/session', undefined, { cookie })).status

test('a wrong password and a login that nobody has are refused in the same words', async () => {
  const { login } = await someone('甲')
  const wrong = await signIn(login, 'not the password')
  const nobody = await signIn('nobody@test.example')
  expect(wrong).toMatchObject({ status: 401, body: { code: 'login_failed' } })
  expect(nobody).toEqual(wrong)
  expect((await signIn(login.toUpperCase())).status).toBe(200)
})

test('ten wrong passwords of a stranger hold up the stranger, and never the owner of the login', async () => {
  const { login } = await someone('乙')
  const other = await someone('丙')
  const home = somewhere()
  const owner = await signIn(login, password, { from: home })
  const stranger = somewhere()
  for (let i = 0; i < 10; i++)
    expect((await signIn(login, `guess ${i}`, { from: stranger })).status).toBe(401)
  const refused = await signIn(login, password, { from: stranger })
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } })
  const seconds = refused.body.data.retry_after_s as number
  expect(seconds > 0 && seconds <= 900).toBe(true)
  expect((await signIn(login)).status).toBe(200)
  // Even behind the address that the stranger is at: the device is known.
  expect((await signIn(login, password, { from: stranger, cookie: owner.cookie })).status).toBe(200)
  expect((await signIn(other.login, password, { from: stranger })).status).toBe(200)
})

test('many addresses do not help to guess at one login: after so many an hour only known devices are heard', async () => {
  await allow({ wrong_tries_hour_max: 14 })
  const { login } = await someone('丁')
  const owner = await signIn(login)
  const answers = []
  for (let i = 0; i < 17; i++) answers.push((await signIn(login, `guess ${i}`)).status)
  expect(answers).toEqual([...Array(14).fill(401), ...Array(3).fill(429)])
  expect((await signIn(login)).status).toBe(429)
  expect((await signIn(login, password, { cookie: owner.cookie })).status).toBe(200)
  await allow({ wrong_tries_hour_max: 60 })
  // A network of IPv6 is one address.
  const { login: second } = await someone('戊')
  for (let i = 0; i < 10; i++) await signIn(second, 'guess', { from: `2001:db8:1:2::${i + 1}` })
  expect((await signIn(second, password, { from: '2001:db8:1:2:ffff::9' })).status).toBe(429)
  expect((await signIn(second, password, { from: '2001:db8:1:3::1' })).status).toBe(200)
})

test('a device is known for the login it signed in as, and what somebody wrote into the cookie is nothing', async () => {
  const [guessed, attacker] = [await someone('己'), await someone('庚')]
  const from = somewhere()
  const own = await signIn(attacker.login, password, { from })
  const forged = own.cookie.replace(
    /guantong_device=[^;]+/,
    `guantong_device=${'A'.repeat(16)}.${'B'.repeat(43)}`,
  )
  for (let i = 0; i < 10; i++) await signIn(guessed.login, 'guess', { from, cookie: own.cookie })
  expect((await signIn(guessed.login, password, { from, cookie: own.cookie })).status).toBe(429)
  expect((await signIn(guessed.login, password, { from, cookie: forged })).status).toBe(429)
  for (let i = 0; i < 10; i++) await signIn(attacker.login, 'guess', { from, cookie: own.cookie })
  expect((await signIn(attacker.login, password, { from, cookie: own.cookie })).status).toBe(429)
})

test('three hundred colleagues behind one address sign in of a morning: only wrong passwords are counted, at whatever login', async () => {
  const { login } = await someone('辛')
  const from = somewhere()
  await allow({ address_tries_max: 12 })
  for (let i = 0; i < 14; i++) expect((await signIn(login, password, { from })).status).toBe(200)
  for (let i = 0; i < 12; i++)
    expect((await signIn(`nobody-${i}@test.example`, 'guess', { from })).status).toBe(401)
  expect((await signIn(login, password, { from })).status).toBe(429)
  await allow({ address_tries_max: 100 })
})

test('a second factor is asked for once it was confirmed, and a code opens one session only', async () => {
  const { login } = await someone('壬')
  const { cookie } = await signIn(login)
  expect(await send('POST', '/api/session/totp', {}, { cookie })).toMatchObject({
    status: 403,
    body: { code: 'proof_required', field: 'password' },
  })
  const { body: offer } = await send('POST', '/api/session/totp', { password }, { cookie })
  expect((await signIn(login)).status).toBe(200)
  expect(await send('POST', '/api/session/totp/confirm', { code: '000000' }, { cookie })).toMatchObject({
    status: 401,
    body: { code: 'totp_wrong' },
  })
  expect(
    (await send('POST', '/api/session/totp/confirm', { code: codeOf(offer.secret, -1) }, { cookie })).status,
  ).toBe(200)

  expect(await signIn(login)).toMatchObject({ status: 401, body: { code: 'totp_required', field: 'code' } })
  const code = codeOf(offer.secret)
  const signed = await signIn(login, password, { code })
  expect(signed).toMatchObject({ status: 200, body: { user: { second_factor: true } } })
  expect(await signIn(login, password, { code })).toMatchObject({ status: 401, body: { code: 'totp_wrong' } })
})

test('whose code comes a second time is told when and from where, at sign-in and where the password is repeated; a wrong one tells nobody', async () => {
  const { login } = await someone('再')
  const { cookie } = await signIn(login)
  const { body: offer } = await send('POST', '/api/session/totp', { password }, { cookie })
  await send('POST', '/api/session/totp/confirm', { code: codeOf(offer.secret, -1) }, { cookie })
  const told = async () =>
    (await send('GET', '/api/notifications', undefined, { cookie })).body.items
      .map((one: { title: { zh: string } }) => one.title.zh)
      .filter((zh: string) => zh.includes('动态验证码'))
  const code = codeOf(offer.secret)
  expect((await signIn(login, password, { code })).status).toBe(200)
  await signIn(login, password, { code: code === '000000' ? '000001' : '000000' })
  expect(await told()).toEqual([])
  expect((await signIn(login, password, { code, from: '203.0.113.77' })).body.code).toBe('totp_wrong')
  expect(await told()).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d .*203\.0\.113\.77/)])
  const borrowed = { cookie, from: '203.0.113.78' }
  await sql`update ${table(house.workspace, '_session')} set proved_at = null`.execute(house.workspace.db)
  expect((await send('POST', '/api/session/prove', { password, code }, borrowed)).body.code).toBe(
    'totp_wrong',
  )
  expect(await told()).toEqual([expect.stringContaining('203.0.113.78'), expect.stringContaining('.77')])
})

test('guessing the code of a second factor is held up like guessing the password', async () => {
  const { login } = await someone('癸')
  const { cookie } = await signIn(login)
  const { body: offer } = await send('POST', '/api/session/totp', { password }, { cookie })
  await send('POST', '/api/session/totp/confirm', { code: codeOf(offer.secret, -1) }, { cookie })
  const from = somewhere()
  const answers = []
  for (let i = 0; i < 11; i++)
    answers.push((await signIn(login, password, { code: String(100_000 + i), from })).status)
  expect(answers).toEqual([...Array(10).fill(401), 429])
})

test('signing in is a new session each time, and ends the one that the browser had', async () => {
  const { login } = await someone('子')
  const first = await signIn(login)
  const second = await signIn(login, password, { cookie: first.cookie })
  expect(second.cookie).not.toBe(first.cookie)
  expect([await mine(first.cookie), await mine(second.cookie)]).toEqual([401, 200])
})

test('a password kept by an older, cheaper hash is kept by the present one after the next sign-in', async () => {
  const { id, login } = await someone('丑')
  const { hash } = await import('@node-rs/argon2')
  const cheap = await hash(password, { memoryCost: 4096, timeCost: 1 })
  await sql`update ${table(house.workspace, '_credential')} set password_hash = ${cheap} where person = ${id}`.execute(
    house.workspace.db,
  )
  expect((await signIn(login)).status).toBe(200)
  const { rows } = await sql<{
    password_hash: string
  }>`select password_hash from ${table(house.workspace, '_credential')} where person = ${id}`.execute(
    house.workspace.db,
  )
  expect(rows[0]!.password_hash).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
  expect((await signIn(login)).status).toBe(200)
})
