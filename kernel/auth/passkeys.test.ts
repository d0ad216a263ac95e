import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { codeOf, comingBy } from '../testing/atTheDoor.ts'
import { softPasskey } from '../testing/softPasskey.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { changeRecord } from '../records/write.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
})
afterAll(() => house?.stop())

const page = { origin: 'https://crm.example.cn', rpId: 'crm.example.cn' }
const password = 'drei Schrauben 7'
let last = 0
/**
 * The page as it is called behind a proxy with TLS; from another address each time, so that tests do not hold
 * each other up.
 */
const at = (host = 'crm.example.cn') => ({ headers: { host }, from: `198.51.100.${++last % 250}` })

/** A house to which people come by https, as `GUANTONG_PUBLIC_URL` says. */
const send = async (
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  body?: object,
  { cookie = '', host }: { cookie?: string; host?: string } = {},
) => {
  Object.assign(house.workspace, { publicUrl: page.origin })
  return comingBy(house.app)(method, url, body, { ...at(host), cookie })
}
async function signedIn(name: string, roles = ['everyone']) {
  const person = await house.enrol(name, roles, password)
  const { cookie } = await send('POST', '/api/session', { login: person.login, password })
  return { ...person, cookie }
}
const propose = async (cookie: string) =>
  (await send('POST', '/api/session/passkeys/propose', { password }, { cookie })).body
const keep = (cookie: string, passkey: object, name = '办公电脑') =>
  send('POST', '/api/session/passkeys', { name, passkey }, { cookie })
async function withPasskey(name: string, roles?: string[]) {
  const person = await signedIn(name, roles)
  const passkey = softPasskey(page)
  const { status } = await keep(person.cookie, passkey.make(await propose(person.cookie)))
  expect(status).toBe(201)
  return { ...person, passkey }
}
const ask = async () => (await send('POST', '/api/session/passkey/ask', {})).body
const bring = (passkey: object) => send('POST', '/api/session/passkey', { passkey })
const outcome = async (passkey: object) => {
  const { status, body } = await bring(passkey)
  return status === 200 ? (body.user.name as string) : (body.code as string)
}
const byPassword = (login: string, more: object = {}) =>
  send('POST', '/api/session', { login, password, ...more })

test('a passkey that was made with the password signs its holder in without it, and is named, dated and told of', async () => {
  const person = await signedIn('甲')
  expect(await send('POST', '/api/session/passkeys/propose', {}, { cookie: person.cookie })).toMatchObject({
    status: 403,
    body: { code: 'proof_required' },
  })
  const passkey = softPasskey(page)
  const made = await keep(person.cookie, passkey.make(await propose(person.cookie)))
  expect(made).toMatchObject({ status: 201, body: { items: [{ name: '办公电脑', used_at: null }] } })
  expect(await outcome(passkey.answer(await ask()))).toBe('甲')
  const { items } = (await send('GET', '/api/session/passkeys', undefined, { cookie: person.cookie })).body
  expect(items).toHaveLength(1)
  expect(items[0].used_at).not.toBeNull()
  const notices = await send('GET', '/api/notifications', undefined, { cookie: person.cookie })
  expect(JSON.stringify(notices.body)).toContain('添加了通行密钥“办公电脑”')
})

test('an answer counts once, also for two who bring it at once, and not after five minutes', async () => {
  const { passkey } = await withPasskey('乙')
  const answer = passkey.answer(await ask())
  const both = await Promise.all([outcome(answer), outcome(answer)])
  expect(both.sort()).toEqual(['passkey_over', '乙'].sort())
  expect(await outcome(answer)).toBe('passkey_over')
  const late = await ask()
  await sql`update ${table(house.workspace, '_passkey_challenge')} set at = now() - interval '6 minutes'`.execute(
    house.workspace.db,
  )
  expect(await outcome(passkey.answer(late))).toBe('passkey_over')
  expect(await outcome(passkey.answer({ challenge: 'made up by somebody else' }))).toBe('passkey_over')
})

test('another page, another place, a copy that lags behind and a holder who did not show themselves are refused', async () => {
  const { passkey } = await withPasskey('丙')
  const wrong = 'passkey_wrong'
  expect(await outcome(passkey.answer(await ask(), { origin: 'https://crm.example.cn.evil.example' }))).toBe(
    wrong,
  )
  expect(await outcome(passkey.answer(await ask(), { origin: 'http://crm.example.cn' }))).toBe(wrong)
  expect(await outcome(passkey.answer(await ask(), { rpId: 'evil.example' }))).toBe(wrong)
  expect(await outcome(passkey.answer(await ask(), { verified: false }))).toBe(wrong)
  expect(await outcome(passkey.answer(await ask(), { counter: 50 }))).toBe('丙')
  expect(await outcome(passkey.answer(await ask(), { counter: 50 }))).toBe(wrong)
  expect(await outcome(passkey.answer(await ask(), { counter: 49 }))).toBe(wrong)
  expect(await outcome(passkey.answer(await ask(), { counter: 51 }))).toBe('丙')
  // What signs is asked, not what it calls itself.
  const forged = softPasskey(page)
  const { id, rawId } = passkey.answer({ challenge: '' })
  expect(await outcome({ ...forged.answer(await ask(), { counter: 60 }), id, rawId })).toBe(wrong)
  expect(await outcome(forged.answer(await ask()))).toBe('passkey_unknown')
})

test('a passkey that was removed, or whose holder left, opens nothing', async () => {
  const { passkey, cookie, id } = await withPasskey('丁')
  const second = softPasskey(page)
  await keep(cookie, second.make(await propose(cookie)), '手机')
  const { items } = (await send('GET', '/api/session/passkeys', undefined, { cookie })).body
  expect(items.map((one: { name: string }) => one.name)).toEqual(['办公电脑', '手机'])
  await sql`update ${table(house.workspace, '_session')} set proved_at = null where person = ${id}`.execute(
    house.workspace.db,
  )
  const remove = (body: object, which = items[0].id) =>
    send('DELETE', `/api/session/passkeys/${which}`, body, { cookie })
  expect((await remove({})).body.code).toBe('proof_required')
  const asked = await remove({ password })
  expect(asked.body.code).toBe('passkey_required')
  const shown = { password, passkey: second.answer(asked.body.data.passkey) }
  expect((await remove(shown)).status).toBe(204)
  expect(await outcome(passkey.answer(await ask()))).toBe('passkey_unknown')
  expect(await outcome(second.answer(await ask()))).toBe('丁')
  await transact(house.workspace, systemActor('tests'), (tx) =>
    changeRecord(tx, 'user', id, { active: false }),
  )
  expect(await outcome(second.answer(await ask()))).toBe('passkey_unknown')
})

test('whoever has a passkey is asked for it after the password, and only their own does', async () => {
  const [own, other] = [await withPasskey('戊'), await withPasskey('己')]
  const asked = await byPassword(own.login)
  expect(asked).toMatchObject({ status: 401, body: { code: 'passkey_required' } })
  const { passkey: options } = asked.body.data
  expect(options.allowCredentials.map((one: { id: string }) => one.id)).toEqual([
    own.passkey.answer(options).id,
  ])
  expect((await byPassword(own.login, { passkey: other.passkey.answer(options) })).body.code).toBe(
    'passkey_unknown',
  )
  const again = (await byPassword(own.login)).body.data.passkey
  // Somebody else's challenge is not one's own, nor is one to sign in without a password.
  expect((await byPassword(other.login, { passkey: other.passkey.answer(again) })).body.code).toBe(
    'passkey_over',
  )
  expect((await byPassword(own.login, { passkey: own.passkey.answer(await ask()) })).body.code).toBe(
    'passkey_over',
  )
  const answer = own.passkey.answer((await byPassword(own.login)).body.data.passkey, { verified: false })
  expect((await byPassword(own.login, { passkey: answer })).body.user.name).toBe('戊')
  expect((await byPassword(own.login, { passkey: answer })).body.code).toBe('passkey_over')
})

test('whose passkey is made is who asked for it, at the page that asked, and each is made once', async () => {
  const [own, other] = [await signedIn('庚'), await signedIn('辛')]
  const passkey = softPasskey(page)
  const offer = await propose(own.cookie)
  await propose(other.cookie)
  expect((await keep(other.cookie, passkey.make(offer))).body.code).toBe('passkey_over')
  const foreign = passkey.make(await propose(own.cookie), { origin: 'https://evil.example' })
  expect((await keep(own.cookie, foreign)).body.code).toBe('passkey_wrong')
  const made = passkey.make(await propose(own.cookie))
  expect((await keep(own.cookie, made)).status).toBe(201)
  expect((await keep(own.cookie, made)).body.code).toBe('passkey_over')
  const taken = passkey.make(await propose(other.cookie))
  expect((await keep(other.cookie, taken)).body.code).toBe('passkey_known')
})

test('beside an authenticator either will do, and an administrator takes both away', async () => {
  const { cookie, login, id, passkey } = await withPasskey('壬')
  const { body: offer } = await send('POST', '/api/session/totp', {}, { cookie })
  await send('POST', '/api/session/totp/confirm', { code: codeOf(offer.secret, -1) }, { cookie })
  const asked = await byPassword(login)
  expect(asked.body.code).toBe('totp_required')
  const shown = { passkey: passkey.answer(asked.body.data.passkey) }
  expect((await byPassword(login, shown)).status).toBe(200)
  expect((await byPassword(login, { code: codeOf(offer.secret) })).status).toBe(200)
  const admin = await signedIn('管', ['admin'])
  const once = await send('POST', `/api/people/${id}/password`, {}, { cookie: admin.cookie })
  expect(once.body.address).toBe(page.origin)
  const how = await send('GET', `/api/people/${id}/sign_in`, undefined, { cookie: admin.cookie })
  expect(how.body).toMatchObject({ second_factor: true, passkeys: 1 })
  await send('DELETE', `/api/people/${id}/second_factor`, {}, { cookie: admin.cookie })
  const { password: given } = once.body
  expect((await send('POST', '/api/session', { login, password: given })).status).toBe(200)
  expect(await outcome(passkey.answer(await ask()))).toBe('passkey_unknown')
})

test('a passkey is the second factor that a role wants, and the last one stays', async () => {
  const { cookie, id } = await signedIn('癸', ['admin'])
  await sql`update ${table(house.workspace, '_credential')} set factor_asked_at = now() - interval '8 days' where person = ${id}`.execute(
    house.workspace.db,
  )
  const tasks = async () => (await send('GET', '/api/tasks', undefined, { cookie })).status
  expect(await tasks()).toBe(403)
  const passkey = softPasskey(page)
  expect((await keep(cookie, passkey.make(await propose(cookie)))).status).toBe(201)
  expect(await tasks()).toBe(200)
  const { items } = (await send('GET', '/api/session/passkeys', undefined, { cookie })).body
  const remove = () => send('DELETE', `/api/session/passkeys/${items[0].id}`, {}, { cookie })
  expect((await remove()).body.code).toBe('factor_of_role')
  await keep(cookie, softPasskey(page).make(await propose(cookie)), '备用')
  expect((await remove()).status).toBe(204)
})

test('an address in figures has no passkeys, and says so in words', async () => {
  const { cookie } = await signedIn('子')
  const offer = await send(
    'POST',
    '/api/session/passkeys/propose',
    { password },
    { cookie, host: '127.0.0.1:3000' },
  )
  expect(offer.status).toBe(200)
  Object.assign(house.workspace, { publicUrl: '' })
  const { status, body } = await comingBy(house.app)(
    'POST',
    '/api/session/passkey/ask',
    {},
    {
      headers: { host: '127.0.0.1:3000' },
    },
  )
  expect([status, body.code]).toEqual([409, 'passkeys_need_name'])
})
