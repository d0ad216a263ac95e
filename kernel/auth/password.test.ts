import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Refusal } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { codeOf, comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { ownWords, type Whose } from './ownWords.ts'
import { checkPassword } from './passwordPolicy.ts'
import { changeRules } from './rules.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
  await sql`update ${table(house.workspace, '_workspace')} set settings = ${JSON.stringify({ company_name: '苏州恒力液压有限公司' })}::jsonb`.execute(
    house.workspace.db,
  )
})
afterAll(() => house?.stop())

const someone: Whose = {
  login: 'wei.zhang@hengli-hydraulic.com',
  name: '张伟',
  email: null,
  phone: '13800138000',
  companies: ['苏州恒力液压有限公司'],
  words: ['翠湖'],
}
const ruleOf = (password: unknown, whose: Partial<Whose> = {}): string => {
  try {
    checkPassword(password, { lengthMin: 12, own: ownWords({ ...someone, ...whose }) })
    return 'good'
  } catch (error) {
    if (error instanceof Refusal) return String((error.details.data as { rule: string }).rule)
    throw error
  }
}

test.each([
  ['password', 'short'],
  ['12345678', 'short'],
  ['', 'short'],
  [undefined, 'short'],
  ['elf Zeichen', 'short'],
  ['a          b', 'short'],
  ['密码密码', 'short'],
  ['password1234', 'common'],
  ['P@ssw0rd2026', 'common'],
  ['1q2w3e4r5t6y', 'common'],
  ['iloveyou iloveyou', 'common'],
  ['woaini1314520', 'common'],
  ['123456789012', 'common'],
  ['Admin@123456789', 'common'],
  ['qwertyuiop123', 'common'],
  ['aaaaaaaaaaaaaa', 'pattern'],
  ['abcdefghijklmn', 'pattern'],
  ['七七七七七七七七七七七七', 'pattern'],
  ['wei.zhang@hengli-hydraulic.com', 'own'],
  ['my weizhang word', 'own'],
  ['W3i-Zh@ng ist da', 'own'],
  ['zhangwei likes tea', 'own'],
  ['张伟的密码一定没有人知道吧', 'own'],
  ['13800138000 rings', 'own'],
  ['hengli-hydraulic 9', 'own'],
  ['suzhouhengli forever', 'own'],
  ['恒力苏州恒力液压的密码呀', 'own'],
  ['guantong for ever', 'own'],
  ['Gu@nt0ng-2026-ok', 'own'],
  ['贯通系统的登录密码就是它', 'own'],
  ['我们在翠湖边喝茶看日落', 'short'],
  ['我们在翠湖边上喝茶看日落呢', 'own'],
  ['x'.repeat(129), 'long'],
  ['drei Schrauben 7', 'good'],
  ['correct horse battery', 'common'],
  ['lamp river seven anvil', 'good'],
  ['五个苹果和三把螺丝刀在桌上', 'good'],
  ['kV8#rq!Zt2mW', 'good'],
  ['drei 🦊 Füchse im Regen', 'good'],
])('as a password %s is %s', (password, rule) => {
  expect(ruleOf(password)).toBe(rule)
})

test('whatever stands around it, a password that contains the login, the name or the company is refused', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 8, maxLength: 20 }),
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        'weizhang',
        'Wei.Zhang',
        'WeiZhang',
        'zhangwei',
        'ZHANG-wei',
        '张伟',
        'suzhouhengli',
        '苏州恒力液压',
      ),
      (before, after, word) => {
        const rule = ruleOf(`${before}${word}${after}`)
        expect(['own', 'short']).toContain(rule)
      },
    ),
    { numRuns: 200 },
  )
})

test('a password of the greatest length is weighed like any other', () => {
  expect(ruleOf(`${'p@$$w0rd'.repeat(15)} and 7`)).toBe('pattern')
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9 ]{30,128}$/), (password) => void ruleOf(password)),
    { numRuns: 20 },
  )
})

const send = (...request: Parameters<ReturnType<typeof comingBy>>) => comingBy(house.app)(...request)
const password = 'drei Schrauben 7'
async function signedIn(
  name: string,
  roles = ['everyone'],
): Promise<Caller & { login: string; cookie: string }> {
  const person = await house.enrol(name, roles, password)
  return { ...person, cookie: (await send('POST', '/api/session', { login: person.login, password })).cookie }
}

test('a new password is asked for with the old one, obeys the rules of the company and ends the other sessions', async () => {
  const here = await signedIn('己')
  const elsewhere = await send('POST', '/api/session', { login: here.login, password })
  const change = (body: object) => send('POST', '/api/session/password', body, { cookie: here.cookie })
  for (const weak of [
    'short',
    'password',
    '12345678',
    here.login,
    'aaaaaaaaaaaaaaa',
    '恒力液压苏州恒力液压2026',
  ])
    expect(await change({ old: password, new: weak })).toMatchObject({
      status: 422,
      body: { code: 'password_weak', field: 'new' },
    })
  expect(await change({ old: 'wrong', new: 'vier Muttern 8' })).toMatchObject({
    body: { code: 'password_wrong', field: 'old' },
  })
  await send('POST', '/api/session/prove', { password }, { cookie: here.cookie })
  expect(await change({ new: 'vier Muttern 8' })).toMatchObject({ status: 400 })
  await changeRules(house.workspace, house.workspace.db, { password_length_min: 20 })
  expect((await change({ old: password, new: 'vier Muttern 8' })).body.detail).toContain('20')
  await changeRules(house.workspace, house.workspace.db, { password_length_min: 12 })
  const changed = await change({ old: password, new: 'vier Muttern 8' })
  const mine = async (cookie: string) => (await send('GET', '/api/session', undefined, { cookie })).status
  expect([
    changed.status,
    await mine(changed.cookie),
    await mine(here.cookie),
    await mine(elsewhere.cookie),
  ]).toEqual([200, 200, 401, 401])
  expect(
    JSON.stringify((await send('GET', '/api/notifications', undefined, { cookie: changed.cookie })).body),
  ).toContain('您的登录密码已修改')
})

test('at a borrowed session nobody guesses the old password: the eleventh try is not made', async () => {
  const { cookie } = await signedIn('庚')
  const guess = (i: number, from?: string) =>
    send('POST', '/api/session/password', { old: `guess ${i}`, new: 'vier Muttern 8' }, { cookie, from })
  for (let i = 0; i < 10; i++) expect((await guess(i)).body.code).toBe('password_wrong')
  expect(
    await send('POST', '/api/session/password', { old: password, new: 'vier Muttern 8' }, { cookie }),
  ).toMatchObject({ status: 429 })
  expect((await send('POST', '/api/session/prove', { password }, { cookie })).status).toBe(429)
  expect((await send('POST', '/api/keys', { name: 'x', password }, { cookie })).status).toBe(429)
  // Many addresses share what the account allows in an hour.
  await changeRules(house.workspace, house.workspace.db, { wrong_tries_hour_max: 15 })
  const answers = []
  for (let i = 0; i < 7; i++) answers.push((await guess(i, `203.0.113.${i}`)).status)
  expect(answers).toEqual([422, 422, 422, 422, 422, 429, 429])
  await changeRules(house.workspace, house.workspace.db, { wrong_tries_hour_max: 60 })
})

test('where a second factor is in force it is asked for again, for the password, another factor, a key and its removal', async () => {
  const { cookie, login } = await signedIn('辛')
  const { body: offer } = await send('POST', '/api/session/totp', { password }, { cookie })
  await send('POST', '/api/session/totp/confirm', { code: codeOf(offer.secret, -1) }, { cookie })
  await sql`update ${table(house.workspace, '_session')} set proved_at = null`.execute(house.workspace.db)
  for (const [method, url, body] of [
    ['POST', '/api/session/password', { old: password, new: 'vier Muttern 8' }],
    ['POST', '/api/session/totp', { password }],
    ['POST', '/api/keys', { name: 'ERP', password }],
    ['DELETE', '/api/session/totp', { password }],
  ] as const)
    expect(await send(method, url, body, { cookie })).toMatchObject({
      body: { code: 'totp_required', field: 'code' },
    })
  // What is proposed takes nothing away until it is confirmed.
  const second = await send('POST', '/api/session/totp', { password, code: codeOf(offer.secret) }, { cookie })
  expect(second.body.secret).not.toBe(offer.secret)
  expect((await send('POST', '/api/session', { login, password })).body.code).toBe('totp_required')
  // Shown a moment ago in this session, it is not asked for once more.
  expect((await send('DELETE', '/api/session/totp', {}, { cookie })).status).toBe(204)
  expect((await send('POST', '/api/session', { login, password })).status).toBe(200)
})

test('an administrator shows who they are before taking the factor of somebody else, and nobody else may', async () => {
  const [admin, other] = [await signedIn('管', ['admin']), await signedIn('员')]
  await sql`update ${table(house.workspace, '_session')} set created_at = now() - interval '20 minutes' where person = ${admin.id}`.execute(
    house.workspace.db,
  )
  const take = (body: object, cookie = admin.cookie) =>
    send('DELETE', `/api/people/${other.id}/second_factor`, body, { cookie })
  expect(await take({})).toMatchObject({
    status: 403,
    body: { code: 'proof_required', field: 'own_password' },
  })
  expect((await take({ own_password: password })).status).toBe(204)
  expect((await take({ own_password: password }, (await signedIn('无')).cookie)).status).toBe(403)
  expect((await send('POST', '/api/people/nobody/password', {}, { cookie: admin.cookie })).status).toBe(404)
})
