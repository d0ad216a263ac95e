import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { defineModule, defineObject, reference, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { endSession } from '../auth/session.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { closeWorkspace, openWorkspace, table } from '../workspace/workspace.ts'
import { makeServer } from './server.ts'

const card = defineObject('card', {
  label: { zh: '名片', en: 'Card' },
  title: 'name',
  fields: { name: text(), pay: text(), about: reference('card') },
  access: {
    boss: { create: true, read: true },
    seller: { read: 'own', fields: { pay: 'hidden' } },
    place: { read: 'department' },
  },
})
const modules = [
  defineModule({
    name: 'tests',
    label: { zh: '测试' },
    objects: [card],
    roles: ['boss', 'seller', 'place'].map((name) => ({ name, label: { zh: name } })),
  }),
]

let house: TestHouse, boss: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), modules)
  boss = await house.person('总', ['boss'])
})
afterAll(() => house?.stop())

let who: Caller, id: string
/** Somebody whom the house remembers: they read a record and a list a moment ago. */
beforeEach(async () => {
  who = await house.person('安', ['boss'], '一部')
  ;({ id } = await boss.post('/api/records/card', { name: '甲', pay: '9000', owner: who.id }))
  await boss.post('/api/records/card', { name: '乙', about: id })
  for (const url of addresses()) expect((await ask(url)).status).toBe(200)
})
const addresses = () => [
  `/api/records/card/${id}`,
  '/api/records/card',
  `/api/records/card?count=true&titles=true`,
  `/api/records/card?where=${encodeURIComponent('name = "none"')}`,
]
const ask = (url: string, headers = {}) => who.raw({ method: 'GET', url, headers })

/** How many records an answer shows. */
const shows = ({ status, body }: Awaited<ReturnType<typeof ask>>): number =>
  status === 404 ? 0 : (body.items?.length ?? 1)

/** What the database was asked since: not by the house's own work, which has other tables. */
const listen = () => {
  const spy = vi.spyOn(pg.Client.prototype, 'query')
  return () => {
    const texts = spy.mock.calls.map(([first]) => String((first as { text?: string })?.text ?? first))
    spy.mockRestore()
    return texts.filter((text) => /"(card|_session|_api_key)"/.test(text))
  }
}

/** A change of rights made past the code, which tells nobody. */
const change = (set: ReturnType<typeof sql>) =>
  sql`update ${table(house.workspace, 'user')} set ${set} where id = ${who.id}`.execute(house.workspace.db)

test('whoever was here a moment ago reads a record or a list by one statement, which says who they are as well', async () => {
  for (const [url, statements] of [
    [`/api/records/card/${id}`, 1],
    ['/api/records/card', 1],
    [`/api/records/card?count=true`, 1],
    [`/api/records/card?count=true&titles=true`, 2],
  ] as const) {
    await house.settle()
    const told = listen()
    expect((await ask(url)).status).toBe(200)
    const texts = told()
    expect([url, texts.length, texts[0]!.includes('"_session"')]).toEqual([url, statements, true])
  }
})

test('a role that is taken away is taken away with the very next request, whatever is remembered', async () => {
  await change(sql`roles = array['seller']`)
  const own = await ask(`/api/records/card/${id}`)
  expect([own.status, own.body.name, 'pay' in own.body]).toEqual([200, '甲', false])
  await change(sql`roles = array['boss']`)
  expect((await ask(`/api/records/card/${id}`)).body.pay).toBe('9000')
  await change(sql`roles = array['seller']`)
  const list = await ask('/api/records/card?count=true&titles=true')
  expect(list.body.items.map((row: { name: string }) => row.name)).toEqual(['甲'])
  expect([list.body.count, list.text.includes('9000')]).toEqual([1, false])
  await change(sql`roles = array['boss']`)
  await ask('/api/records/card')
  await change(sql`roles = array[]::text[]`)
  for (const url of addresses()) expect([url, shows(await ask(url))]).toEqual([url, 0])
})

test('whoever moves to another department reads that of the other one, from the next request on', async () => {
  await change(sql`roles = array['place']`)
  expect(shows(await ask('/api/records/card'))).toBeGreaterThan(0)
  await change(sql`department = ${await house.department('二部')}`)
  expect((await ask('/api/records/card?count=true')).body).toMatchObject({ items: [], count: 0 })
})

test('whoever left, or whose session ended, is nobody at the next request, also where nothing would be found', async () => {
  const urls = addresses()
  for (const url of urls) {
    const session = await sql<{ id: string }>`
      select id from ${table(house.workspace, '_session')} where person = ${who.id}`.execute(
      house.workspace.db,
    )
    await endSession(house.workspace, session.rows[0]!.id, who.id)
    const gone = await ask(url)
    expect([url, gone.status, gone.body.code]).toEqual([url, 401, 'not_signed_in'])
    const before = who
    who = await house.person('安', ['boss'], '一部')
    expect(who.id).not.toBe(before.id)
    for (const one of urls) await ask(one)
  }
  await change(sql`active = false`)
  for (const url of urls) expect([url, (await ask(url)).status]).toEqual([url, 401])
})

test('a key that was revoked opens nothing at the next request, and one that reads less reads less', async () => {
  const headers = { authorization: `Bearer ${await house.key(who)}` }
  for (const url of addresses()) expect((await ask(url, headers)).status).toBe(200)
  await sql`update ${table(house.workspace, '_api_key')} set objects = array['user'] where person = ${who.id}`.execute(
    house.workspace.db,
  )
  for (const url of addresses()) expect([url, shows(await ask(url, headers))]).toEqual([url, 0])
  await sql`update ${table(house.workspace, '_api_key')} set objects = null, revoked_at = now() where person = ${who.id}`.execute(
    house.workspace.db,
  )
  for (const url of addresses()) {
    const refused = await ask(url, headers)
    expect([url, refused.status, refused.body.code]).toEqual([url, 401, 'key_unknown'])
  }
})

test('a key that is used from another address within the minute is noted there', async () => {
  const headers = { authorization: `Bearer ${await house.key(who)}` }
  const from = (remoteAddress: string) =>
    who.raw({ method: 'GET', url: `/api/records/card/${id}`, headers, remoteAddress })
  for (const address of ['192.0.2.1', '192.0.2.1', '203.0.113.9'])
    expect((await from(address)).status).toBe(200)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${table(house.workspace, '_key_address')} a join ${table(house.workspace, '_api_key')} k on k.id = a.key
    where k.person = ${who.id}`.execute(house.workspace.db)
  expect(rows[0]!.n).toBe(2)
})

test('whoever has a duty from now on does it first', async () => {
  await sql`update ${table(house.workspace, '_session')} set owes_password = true where person = ${who.id}`.execute(
    house.workspace.db,
  )
  for (const url of addresses())
    expect([url, (await ask(url)).body.code]).toEqual([url, 'own_password_needed'])
})

/** Sent at the same moment, so that they are written together. */
const make = (...people: Caller[]) =>
  Promise.all(
    people.map((one, i) =>
      one.raw({ method: 'POST', url: '/api/records/card', payload: { name: `新${i}` } }),
    ),
  )
const made = async () =>
  Number(
    (
      await sql<{ n: string }>`select count(*) as n from ${table(house.workspace, 'card')}`.execute(
        house.workspace.db,
      )
    ).rows[0]!.n,
  )

test('a record is made by one statement, which says who makes it as well', async () => {
  await make(who)
  await house.settle()
  const told = listen()
  expect((await make(who)).map(({ status }) => status)).toEqual([201])
  const texts = told()
  expect([texts.length, texts[0]!.includes('"_session"')]).toEqual([1, true])
})

test('whoever may not any more makes nothing, and nobody who wrote at the same moment suffers for it', async () => {
  const other = await house.person('邻', ['boss'])
  await make(who, other)
  const before = await made()
  await change(sql`roles = array['seller']`)
  expect((await make(other, who, boss, who)).map(({ status }) => status)).toEqual([201, 403, 201, 403])
  expect(await made()).toBe(before + 2)
  await change(sql`roles = array['boss']`)
  expect((await make(who, boss)).map(({ status }) => status)).toEqual([201, 201])
  await sql`delete from ${table(house.workspace, '_session')} where person = ${who.id}`.execute(
    house.workspace.db,
  )
  expect((await make(boss, who)).map(({ status }) => status)).toEqual([201, 401])
  expect(await made()).toBe(before + 5)
})

test('a record that has more to it than one statement waits for the answer who makes it', async () => {
  const headers = { 'idempotency-key': 'once only' }
  const post = () => who.raw({ method: 'POST', url: '/api/records/card', payload: { name: '一次' }, headers })
  await make(who)
  const first = await post()
  expect([first.status, (await post()).body.id]).toEqual([201, first.body.id])
  await sql`delete from ${table(house.workspace, '_session')} where person = ${who.id}`.execute(
    house.workspace.db,
  )
  const before = await made()
  expect([(await post()).status, await made()]).toEqual([401, before])
})

test('of what was read by rights that had moved nobody is told, and it is not counted as read', async () => {
  const { takeCounts } = await import('../workspace/counts.ts')
  takeCounts(house.workspace)
  await change(sql`roles = array[]::text[]`)
  for (const url of addresses()) await ask(url)
  expect(
    takeCounts(house.workspace).filter(
      ({ kind, subject, n }) => kind === 'records_read' && subject === who.id && n > 0,
    ),
  ).toEqual([])
})

test('what another process publishes holds for the next request here', async () => {
  const { name, url, files, secret } = house.workspace
  const there = await openWorkspace({ name, url, files, secret, modules: house.workspace.modules })
  const elsewhere = await makeServer({ workspace: there, live: {} as never, logLevel: 'silent' })
  const key = await house.key(who)
  const askThere = () =>
    elsewhere.inject({
      method: 'GET',
      url: `/api/records/card/${id}`,
      headers: { authorization: `Bearer ${key}` },
    })
  expect((await askThere()).json().pay).toBe('9000')
  const admin = await house.person('管', ['admin'])
  await admin.put('/api/definitions/object/card', {
    access: { boss: { create: true, read: true, fields: { pay: 'hidden' } } },
  })
  const published = await admin.raw({ method: 'POST', url: '/api/definitions/object/card/publish' })
  expect([published.status, published.body.code]).toEqual([200, undefined])
  const after = (await askThere()).json()
  expect([after.name, 'pay' in after]).toEqual(['甲', false])
  await elsewhere.close()
  await closeWorkspace(there)
})
