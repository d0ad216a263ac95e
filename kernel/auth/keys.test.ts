import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  defineAction,
  defineModule,
  defineObject,
  defineReport,
  keyVerbs,
  lines,
  money,
  reference,
  text,
  type KeyVerb,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'

const verbs = { create: true, read: true, update: true, delete: true } as const
const full = { ...verbs, export: true, import: true, actions: true } as const
const offer = defineObject('offer', {
  label: { zh: '报价', en: 'Offer' },
  title: 'name',
  fields: { name: text({ required: true, search: true }), note: text(), items: lines('offer_item', 'offer') },
  access: { clerk: full, admin: full },
})
const item = defineObject('offer_item', {
  label: { zh: '报价行', en: 'Item' },
  fields: { offer: reference('offer', { required: true }), price: money() },
  access: { inherit: 'offer' },
})
const secret = defineObject('secret', {
  label: { zh: '机密', en: 'Secret' },
  title: 'name',
  fields: { name: text({ required: true, search: true }), offer: reference('offer') },
  access: { clerk: full, admin: full },
})
const seal = defineAction(offer, 'seal', {
  label: { zh: '盖章', en: 'Seal' },
  roles: ['everyone'],
  run: (work, { id }) => work.change('offer', id, { note: 'sealed' }),
})
const everyReport = defineReport('every_secret', {
  label: { zh: '机密数', en: 'Secrets' },
  object: 'secret',
  groups: [],
  measures: [{ name: 'count', label: { zh: '数' }, of: 'count' }],
})

let house: TestHouse, clerk: Caller & { login: string; cookie: string }, admin: typeof clerk, id: string
const password = 'drei Schrauben 7'
const send = (...request: Parameters<ReturnType<typeof comingBy>>) => comingBy(house.app)(...request)
async function signedIn(name: string, roles: string[]) {
  const person = await house.enrol(name, roles, password)
  return { ...person, cookie: (await send('POST', '/api/session', { login: person.login, password })).cookie }
}
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [offer, item, secret],
      actions: [seal],
      reports: [everyReport],
      roles: [{ name: 'clerk', label: { zh: '文员' } }],
    }),
  ])
  ;[clerk, admin] = [await signedIn('文', ['clerk']), await signedIn('管', ['admin'])]
  id = (await clerk.post('/api/records/offer', { name: '水泵报价', items: [{ price: '5.00' }] })).id
  await clerk.post('/api/records/secret', { name: '水泵机密', offer: id })
  await house.settle()
})
afterAll(() => house?.stop())

const keyFor = async (person: Caller, verbs: KeyVerb[], objects: string[] | null = null) => {
  const key = await house.key(person, { verbs, objects })
  return (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
    send(method, `/api${path}`, body, { key })
}

test('a key that reads reads, and writes by no door', async () => {
  const ask = await keyFor(clerk, ['read'])
  for (const path of [
    '/records/offer',
    `/records/offer/${id}`,
    `/records/offer/${id}/timeline`,
    '/tasks',
    '/notifications',
    '/definitions',
    '/openapi.json',
    '/search?q=水泵',
    '/session',
  ])
    expect([path, (await ask('GET', path)).status]).toEqual([path, 200])
  expect((await ask('POST', '/reports/every_secret/run', {})).status).toBe(200)
  const refused: [string, 'POST' | 'PATCH' | 'DELETE', string, object?][] = [
    ['create', 'POST', '/records/offer', { name: 'x' }],
    ['update', 'PATCH', `/records/offer/${id}`, { note: 'x' }],
    ['delete', 'DELETE', `/records/offer/${id}`],
    ['act', 'POST', `/records/offer/${id}/seal`, {}],
    ['bulk', 'POST', '/records/offer/bulk', { create: [{ name: 'x' }] }],
    ['import', 'POST', '/records/offer/import', {}],
    ['delegate', 'POST', '/delegations', { deputy: admin.id, until: '2099-01-01T00:00:00Z' }],
    ['notices', 'POST', '/notifications/read', {}],
    ['key', 'POST', '/keys', { name: 'more', password }],
    ['password', 'POST', '/session/password', { old: password, new: 'vier Muttern 8' }],
    ['factor', 'POST', '/session/totp', { password }],
    ['language', 'PATCH', '/session', { language: 'en' }],
    ['sessions', 'DELETE', '/sessions'],
  ]
  for (const [what, method, path, body] of refused) {
    const { status, body: answer } = await ask(method, path, body)
    const taken = status < 300 && !(answer?.results ?? []).some((one: { ok: boolean }) => !one.ok)
    expect([what, taken]).toEqual([what, false])
  }
  expect((await ask('GET', '/records/offer/export')).status).toBe(403)
  expect(await clerk.get('/api/records/offer?count=exact')).toMatchObject({
    count: 1,
    items: [{ note: null, version: 1 }],
  })
})

test('each verb of a key opens itself and nothing else', async () => {
  const doors: Partial<
    Record<KeyVerb, () => [method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object]>
  > = {
    read: () => ['GET', `/records/offer/${id}`],
    create: () => ['POST', '/records/offer', { name: '新' }],
    update: () => ['PATCH', `/records/offer/${id}`, { note: String(Math.random()) }],
    act: () => ['POST', `/records/offer/${id}/seal`, {}],
    export: () => ['GET', '/records/offer/export?format=csv'],
    import: () => ['GET', '/records/offer/template?format=csv'],
  }
  for (const verb of keyVerbs.filter((one) => doors[one])) {
    // What is changed or run must be found first.
    const ask = await keyFor(clerk, ['act', 'export', 'import'].includes(verb) ? ['read', verb] : [verb])
    for (const other of keyVerbs) {
      const door = doors[other]?.()
      if (!door) continue
      const open = other === verb || (other === 'read' && ['act', 'export', 'import'].includes(verb))
      const { status } = await ask(...door)
      expect([verb, other, status < 300]).toEqual([verb, other, open])
    }
  }
})

test('a key of one object sees nothing of another: by no list, search, report, title, filter, description or stream', async () => {
  const ask = await keyFor(clerk, [...keyVerbs], ['offer'])
  expect((await ask('GET', `/records/offer/${id}`)).body).toMatchObject({
    name: '水泵报价',
    items: [{ price: expect.stringMatching(/^5/) }],
  })
  expect((await ask('GET', '/records/offer_item')).body.items).toHaveLength(1)
  for (const path of ['/records/secret?count=exact', '/records/user', '/records/task'])
    expect((await ask('GET', path)).body).toMatchObject({ items: [] })
  expect((await ask('GET', '/records/secret/export')).status).toBe(403)
  expect(
    (await ask('GET', '/search?q=水泵')).body.items.map((hit: { object: string }) => hit.object),
  ).toEqual(['offer'])
  expect((await ask('POST', '/reports/every_secret/run', {})).body.rows).toEqual([])
  for (const path of ['/definitions', '/openapi.json'])
    expect((await ask('GET', path)).body).not.toMatchObject({ objects: { secret: expect.anything() } })
  expect(JSON.stringify((await ask('GET', '/openapi.json')).body)).not.toContain('/api/records/secret')
  const counting = `/records/secret?where=${encodeURIComponent('offer.name = "水泵报价"')}`
  expect([
    (await clerk.get(`/api${counting}`)).items.length,
    (await ask('GET', counting)).body.items?.length ?? 0,
  ]).toEqual([1, 0])
  expect((await ask('POST', '/records/secret', { name: 'x' })).status).toBeGreaterThanOrEqual(400)
  // The same person at a screen, asked right after: what is kept ready by rights is kept apart.
  expect(JSON.stringify(await clerk.get('/api/openapi.json'))).toContain('/api/records/secret')
  expect((await clerk.get('/api/records/secret')).items).toHaveLength(1)
})

test('a key opens nothing that its person may not', async () => {
  const stranger = await house.person('生', ['everyone'])
  const ask = await keyFor(stranger, [...keyVerbs])
  expect((await ask('GET', '/records/offer')).body.items).toEqual([])
  expect((await ask('GET', '/failures')).status).toBe(403)
})

test('of an administrator, only a key that says so administers, and none makes keys, passwords or people without it', async () => {
  const [plain, administers, bound] = [
    await keyFor(
      admin,
      keyVerbs.filter((verb) => verb !== 'administer'),
    ),
    await keyFor(admin, [...keyVerbs]),
    await keyFor(admin, [...keyVerbs], ['offer', 'user']),
  ]
  const draft: ['PATCH', string, object] = ['PATCH', `/records/user/${clerk.id}`, { roles: ['admin'] }]
  for (const ask of [plain, bound]) {
    expect([
      (await ask('GET', '/failures')).status,
      (await ask('GET', '/hooks')).status,
      (await ask('GET', '/keys?all=true')).status,
      (await ask('GET', '/session/rules')).status,
    ]).toEqual([403, 403, 403, 403])
    expect((await ask('GET', '/definitions')).body.admin).toBe(false)
  }
  expect((await plain(...draft)).status).toBeGreaterThanOrEqual(400)
  expect((await administers('GET', '/failures')).status).toBe(200)
  for (const ask of [plain, administers]) {
    expect((await ask('POST', '/keys', { name: 'more' })).body.code).toBe('session_needed')
    expect((await ask('POST', `/people/${clerk.id}/password`, { own_password: password })).status).toBe(403)
    expect((await ask('PATCH', '/session/rules', { password_length_min: 13, password })).status).toBe(403)
  }
  expect((await clerk.get('/api/session')).user.roles).toEqual(['clerk'])
})

test('a key is made with the password, shows itself once, says what it may and until when, and when it was last used', async () => {
  const make = (body: object) => send('POST', '/api/keys', body, { cookie: clerk.cookie })
  expect(await make({ name: 'ERP' })).toMatchObject({
    status: 403,
    body: { code: 'proof_required', field: 'password', data: { second_factor: false } },
  })
  expect(await make({ name: 'ERP', password, objects: ['offers'] })).toMatchObject({
    status: 422,
    body: { code: 'object_unknown', field: 'objects' },
  })
  expect(await make({ name: 'ERP', ends_at: '2020-01-01' })).toMatchObject({
    status: 422,
    body: { field: 'ends_at' },
  })
  expect(await make({ name: 'ERP', ends_at: '2199-01-01' })).toMatchObject({
    status: 422,
    body: { code: 'key_too_long', data: { days: 365 } },
  })
  expect(await make({ name: 'ERP', verbs: [] })).toMatchObject({ status: 422, body: { field: 'verbs' } })
  const { status, body: made } = await make({ name: 'ERP', objects: ['offer'], verbs: ['update', 'read'] })
  expect(status).toBe(201)
  const listed = async () =>
    (await send('GET', '/api/keys', undefined, { cookie: clerk.cookie })).body.items.find(
      (key: { id: string }) => key.id === made.id,
    )
  expect(await listed()).toMatchObject({
    name: 'ERP',
    objects: ['offer'],
    verbs: ['read', 'update'],
    used_at: null,
    revoked_at: null,
    ends_at: made.ends_at,
  })
  expect(JSON.stringify(await listed())).not.toContain(made.key)
  await send('GET', '/api/records/offer', undefined, { key: made.key })
  const { used_at } = await listed()
  expect(used_at).not.toBeNull()
  await send('GET', '/api/records/offer', undefined, { key: made.key })
  expect((await listed()).used_at).toBe(used_at)
  await send('DELETE', `/api/keys/${made.id}`, undefined, { cookie: clerk.cookie })
  expect(await send('GET', '/api/records/offer', undefined, { key: made.key })).toMatchObject({
    status: 401,
    body: { code: 'key_unknown' },
  })
  expect((await make({ name: '只读' })).status).toBe(201)
  expect((await send('GET', '/api/keys', undefined, { cookie: clerk.cookie })).body.items[0]).toMatchObject({
    name: '只读',
    verbs: ['read'],
    objects: null,
  })
})

test('a key that is over its end is no key', async () => {
  const key = await house.key(clerk)
  const asks = async () => (await send('GET', '/api/session', undefined, { key })).status
  expect(await asks()).toBe(200)
  await sql`update ${table(house.workspace, '_api_key')} set ends_at = now() - interval '1 second' where person = ${clerk.id}`.execute(
    house.workspace.db,
  )
  expect(await asks()).toBe(401)
})

test('an administrator sees the keys of all and ends any; nobody else does, and its owner is told', async () => {
  const key = await house.key(clerk, { name: '旧系统' })
  const stranger = await signedIn('外', ['clerk'])
  const all = (await send('GET', '/api/keys?all=true', undefined, { cookie: admin.cookie })).body.items
  const { id: keyId } = all.find((one: { name: string }) => one.name === '旧系统')
  expect(all.find((one: { id: string }) => one.id === keyId)).toMatchObject({
    person: clerk.id,
    person_name: '文',
  })
  expect((await send('GET', '/api/keys?all=true', undefined, { cookie: stranger.cookie })).status).toBe(403)
  expect((await send('DELETE', `/api/keys/${keyId}`, undefined, { cookie: stranger.cookie })).status).toBe(
    404,
  )
  expect((await send('GET', '/api/session', undefined, { key })).status).toBe(200)
  expect(
    (await send('DELETE', `/api/keys/${keyId}?all=true`, undefined, { cookie: admin.cookie })).status,
  ).toBe(204)
  expect((await send('GET', '/api/session', undefined, { key })).status).toBe(401)
  expect(JSON.stringify(await clerk.get('/api/notifications'))).toContain('停用了您的 API 密钥“旧系统”')
})
