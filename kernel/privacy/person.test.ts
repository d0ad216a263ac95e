import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  defineModule,
  defineObject,
  defineObligation,
  definePipeline,
  email,
  image,
  longText,
  number,
  datetime,
  phone,
  reference,
  text,
  type IntakeDef,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { sweepUploads } from '../files/uploads.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { keepRetention } from './retention.ts'

const all = { create: true, read: true, update: true, delete: true, actions: true } as const
const guest = defineObject('guest', {
  label: { zh: '访客', en: 'Guest' },
  title: 'company',
  person: 'name',
  number: 'G-{0000}',
  fields: {
    company: text({ required: true, search: true, label: { zh: '公司', en: 'Company' } }),
    name: text({ protect: 'personal', required: true, search: true, label: { zh: '姓名', en: 'Name' } }),
    phone: phone({ label: { zh: '电话', en: 'Phone' } }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' } }),
    card: image({ protect: 'personal', label: { zh: '名片', en: 'Card' } }),
    wish: longText({ label: { zh: '需求', en: 'Wish' } }),
    consent_version: number({ scale: 0, readonly: true }),
    consent_at: datetime({ readonly: true }),
  },
  access: { clerk: all },
})
const friend = defineObject('friend', {
  label: { zh: '朋友', en: 'Friend' },
  title: 'name',
  person: 'name',
  fields: { name: text({ protect: 'personal', required: true }), mobile: phone() },
  access: { clerk: all },
})
const visit = defineObject('visit', {
  label: { zh: '来访', en: 'Visit' },
  fields: { guest: reference('guest', { inverse: 'visits' }), what: text() },
  access: { clerk: all },
})
const flow = definePipeline('guest_flow', {
  object: 'guest',
  label: { zh: '流程' },
  default: true,
  stages: [
    { name: 'new', label: { zh: '新' }, to: ['won', 'gone'] },
    { name: 'won', label: { zh: '成' }, ends: 'won' },
    { name: 'gone', label: { zh: '走' }, ends: 'lost' },
  ],
})
const parcel = defineObligation(guest, 'parcel', async (_, { company }) =>
  company === '欠货公司' ? { zh: '还有一个包裹', en: 'a parcel is still here' } : null,
)
const register: IntakeDef = {
  channel: 'register',
  label: { zh: '登记' },
  open: { each_minute: 60, all_hour: 600, tells: { id: 'guest.id' } },
  run: (work, { consent, ...body }) => {
    const agreed = consent as { version: number; at: string } | undefined
    return work.create(guest, {
      ...body,
      ...(agreed && { consent_version: String(agreed.version), consent_at: agreed.at }),
    } as never)
  },
}

let house: TestHouse, ann: Caller, admin: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [guest, friend, visit],
      pipelines: [flow],
      obligations: [parcel],
      intakes: [register],
      roles: [{ name: 'clerk', label: { zh: '文员' } }],
    }),
  ])
  ;[ann, admin] = [await house.person('安', ['clerk']), await house.person('管', ['admin'])]
})
afterAll(() => house?.stop())
beforeEach(() =>
  admin.put('/api/settings/privacy', {
    erase_deleted_days: null,
    forget_closed_months: {},
    consent_required: false,
  }),
)

let phones = 100
const nextPhone = () => `139000000${phones++}`
const make = (more: object = {}) =>
  ann.post('/api/records/guest', { company: '远大', name: '王芳芳', ...more })
const close = (id: string, to = 'gone') => ann.post(`/api/records/guest/${id}/move_stage`, { to })
const rowsOf = async (object: string, id: string) =>
  (
    await sql<Record<string, any>>`select * from ${table(house.workspace, object)} where id = ${id}`.execute(
      house.workspace.db,
    )
  ).rows
const everywhere = async (value: string) => {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${house.workspace.name} and c.relkind = 'r'`.execute(house.workspace.db)
  const places = []
  for (const { name } of rows) {
    const found = await sql<{ n: number }>`
      select count(*)::int as n from ${table(house.workspace, name)} t where strpos(t::text, ${value}) > 0`.execute(
      house.workspace.db,
    )
    if (found.rows[0]!.n > 0) places.push(name)
  }
  return places
}

test('what is held of a person comes as one file: every record with their number, what points at it, and who read it', async () => {
  const mobile = nextPhone()
  const { id } = await make({ phone: mobile, email: 'Fang@Example.com', wish: '要一台机器' })
  const other = await make({ company: '另一家', phone: `+86 ${mobile.slice(0, 3)} ${mobile.slice(3)}` })
  const mate = await ann.post('/api/records/friend', { name: '阿芳', mobile })
  await make({ company: '无关', phone: nextPhone() })
  await ann.post('/api/records/visit', { guest: id, what: '看样' })
  await ann.get(`/api/records/guest/${id}`)
  const { body, headers } = await admin.raw({ method: 'GET', url: `/api/records/guest/${id}/person` })
  expect(headers['content-disposition']).toContain('attachment')
  expect(body.records.map((one: { id: string }) => one.id).sort()).toEqual([id, other.id, mate.id].sort())
  expect(body.records[0]).toMatchObject({
    object: 'guest',
    personal: ['name', 'phone', 'email'],
    values: { name: '王芳芳', wish: '要一台机器' },
    beside: [{ object: 'visit', values: { what: '看样' } }],
    read_by: [{ person_name: '安' }],
  })
  expect(await ann.get(`/api/records/guest/${id}/person`)).toMatchObject({ code: 'not_allowed' })
  expect(await admin.get(`/api/records/visit/${id}/person`)).toMatchObject({ code: 'not_of_persons' })
  // That it was looked at is itself on record.
  expect((await admin.get(`/api/readings?record=${mate.id}`)).items).toMatchObject([
    { person_name: '管', how: 'person' },
  ])
})

test('a person who is still needed is not forgotten, and all reasons are named', async () => {
  const mobile = nextPhone()
  const { id } = await make({ company: '欠货公司', phone: mobile })
  await make({ company: '第二家', phone: mobile })
  const refused = await admin.post(`/api/records/guest/${id}/forget_person`, {})
  expect(refused).toMatchObject({ status: 409, code: 'person_needed' })
  expect(refused.missing).toHaveLength(3)
  expect(refused.detail).toMatch(/仍在处理中.*还有一个包裹.*仍在处理中/)
  expect((await rowsOf('guest', id))[0]).toMatchObject({ name: '王芳芳', phone: mobile })
  expect(await ann.post(`/api/records/guest/${id}/forget_person`, {})).toMatchObject({ code: 'not_allowed' })
})

test('a person is forgotten in all their records, in history, search and files, and the rest stays', async () => {
  const mobile = nextPhone()
  const sent = await ann.raw({
    method: 'POST',
    url: '/api/files',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload:
      '--x\r\ncontent-disposition: form-data; name="file"; filename="card.txt"\r\n\r\ncard of somebody\r\n--x--\r\n',
  })
  const card = sent.body.id as string
  const { id } = await make({
    company: '江南泵业',
    name: '慕容雪',
    phone: mobile,
    email: 'xue@example.com',
    card: [card],
    wish: '请找慕容雪',
  })
  await ann.patch(`/api/records/guest/${id}`, { email: 'xue2@example.com', company: '江南泵业公司' })
  const mate = await ann.post('/api/records/friend', { name: '慕容雪', mobile })
  await close(id)
  await house.settle()
  expect((await ann.get('/api/search?q=慕容雪')).items.length).toBeGreaterThan(0)

  const done = await admin.post(`/api/records/guest/${id}/forget_person`, {})
  expect(done).toMatchObject({ files: 1, look_at: [{ object: 'guest', id, field: 'wish' }] })
  expect(done.records.map((one: { id: string }) => one.id).sort()).toEqual([id, mate.id].sort())
  expect((await rowsOf('guest', id))[0]).toMatchObject({
    company: '江南泵业公司',
    name: '***',
    phone: null,
    email: null,
    card: null,
    stage: 'gone',
  })
  expect((await rowsOf('friend', mate.id))[0]).toMatchObject({ name: '***', mobile: null })
  await ann.patch(`/api/records/guest/${id}`, { wish: '' })
  await house.settle()
  const { items } = await ann.get(`/api/records/guest/${id}/timeline`)
  expect(items.map((one: { name: string }) => one.name)).toContain('guest.forgotten')
  expect(items.at(-1).payload.changes.company).toEqual([null, '江南泵业'])
  await sweepUploads(house.workspace)
  expect(await house.workspace.files.exists(card)).toBe(false)
  expect(await rowsOf('_file', card)).toEqual([])
  // What a change of the wish took away is in its history, as it should be; nothing else knows the person.
  for (const value of [mobile, 'xue@example.com', 'xue2@example.com'])
    expect([value, await everywhere(value)]).toEqual([value, []])
  expect(await everywhere('慕容雪')).toEqual(['_event'])
  expect((await ann.get('/api/search?q=慕容雪')).items).toEqual([])
  expect((await admin.post(`/api/records/guest/${id}/forget_person`, {})).records).toEqual([])
})

test('people of what was closed long ago are forgotten by rule; what is open, won or needed stays, and the count says so before', async () => {
  const before = (await admin.post('/api/settings/privacy/count', { forget_closed_months: { guest: 12 } }))
    .forget.guest
  const [old, won, open, needed, young] = [
    await make({ phone: nextPhone() }),
    await make(),
    await make(),
    await make({ company: '欠货公司' }),
    await make({ phone: nextPhone() }),
  ]
  for (const one of [old, needed]) await close(one.id)
  await close(won.id, 'won')
  await house.forward({ days: 300 })
  await close(young.id)
  await house.forward({ days: 70 })
  const { forget } = await admin.post('/api/settings/privacy/count', { forget_closed_months: { guest: 12 } })
  expect(forget.guest - before).toBe(2)
  await keepRetention(house.workspace)
  expect((await rowsOf('guest', old.id))[0]!.name).toBe('王芳芳')

  await admin.put('/api/settings/privacy', { forget_closed_months: { guest: 12 } })
  expect(await admin.put('/api/settings/privacy', { forget_closed_months: { visit: 12 } })).toMatchObject({
    code: 'field_invalid',
  })
  await Promise.all([keepRetention(house.workspace), keepRetention(house.workspace)])
  const names = await Promise.all(
    [old, won, open, needed, young].map(async ({ id }) => (await rowsOf('guest', id))[0]!.name),
  )
  expect(names).toEqual(['***', '王芳芳', '王芳芳', '王芳芳', '王芳芳'])
  expect((await ann.get(`/api/records/guest/${old.id}/timeline`)).items[0]).toMatchObject({
    name: 'guest.forgotten',
    actor_name: 'system:retention',
  })
})

test('deleted records and their files are removed for good by rule, never one that something points at or that can still come back', async () => {
  const [gone, pointed, young, kept] = [
    await make({ phone: nextPhone() }),
    await make(),
    await make(),
    await make(),
  ]
  await ann.raw({
    method: 'POST',
    url: '/api/files',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: `--x\r\ncontent-disposition: form-data; name="object"\r\n\r\nguest\r\n--x\r\ncontent-disposition: form-data; name="record"\r\n\r\n${gone.id}\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nfile\r\n--x--\r\n`,
  })
  const {
    items: [file],
  } = await ann.get(`/api/files?object=guest&record=${gone.id}`)
  expect(file).toBeDefined()
  await ann.post('/api/records/visit', { guest: pointed.id, what: '看样' })
  for (const one of [gone, pointed]) await ann.del(`/api/records/guest/${one.id}`)
  await house.forward({ days: 40 })
  await ann.del(`/api/records/guest/${young.id}`)
  await keepRetention(house.workspace)
  expect(await rowsOf('guest', gone.id)).toHaveLength(1)
  expect((await admin.post('/api/settings/privacy/count', { erase_deleted_days: 30 })).erase.guest).toBe(1)

  await admin.put('/api/settings/privacy', { erase_deleted_days: 30 })
  expect(await admin.put('/api/settings/privacy', { erase_deleted_days: 1 })).toMatchObject({
    code: 'field_invalid',
  })
  const [a, b] = await Promise.all([keepRetention(house.workspace), keepRetention(house.workspace)])
  expect(a.erased + b.erased).toBe(1)
  for (const [one, rows] of [
    [gone, 0],
    [pointed, 1],
    [young, 1],
    [kept, 1],
  ] as const)
    expect(await rowsOf('guest', one.id)).toHaveLength(rows)
  await sweepUploads(house.workspace)
  expect(await house.workspace.files.exists(file.id)).toBe(false)
  expect(await rowsOf('_file', file.id)).toEqual([])
  const { rows } = await sql<{ name: string; payload: object }>`
    select name, payload from ${table(house.workspace, '_event')} where record = ${gone.id} order by id`.execute(
    house.workspace.db,
  )
  expect(rows.map(({ name }) => name)).toEqual([
    'guest.created',
    'file.attached',
    'guest.deleted',
    'guest.erased',
  ])
  expect(rows.slice(0, 3).map(({ payload }) => payload)).toEqual(
    rows.slice(0, 3).map(() => ({ forgotten: true })),
  )
})

test('a colleague takes the own data along as a file: profile, sessions, notices, what they did', async () => {
  const { body, headers } = await ann.raw({ method: 'GET', url: '/api/me/data' })
  expect(headers['content-disposition']).toContain('.json')
  expect(body).toMatchObject({
    profile: { name: '安', id: ann.id },
    sessions: [{ address: '127.0.0.1', agent: 'tests' }],
    did_complete: true,
  })
  expect(body.did.some((one: { name: string }) => one.name === 'guest.created')).toBe(true)
  expect(JSON.stringify(body)).not.toMatch(/token_hash|password_hash|totp_secret/)
  expect((await house.app.inject({ url: '/api/me/data' })).statusCode).toBe(401)
  const key = await house.key(ann)
  expect(
    (await house.app.inject({ url: '/api/me/data', headers: { authorization: `Bearer ${key}` } })).statusCode,
  ).toBe(403)
})

test('the notice is read without a login; consent is kept with time and version, and asked for where the company wants it', async () => {
  const send = async (more: object) =>
    (
      await house.app.inject({
        method: 'POST',
        url: '/api/intake/register',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ company: '甲', name: '乙', ...more }),
      })
    ).json()
  const read = async () => (await house.app.inject({ url: '/api/privacy' })).json()
  expect(await read()).toMatchObject({
    consent_required: false,
    notice: {
      version: 1,
      link: null,
      text: { zh: expect.stringContaining('删除'), en: expect.stringContaining('removed') },
    },
  })
  const without = (await rowsOf('guest', (await send({})).id))[0]!
  expect(without.consent_version).toBeNull()
  const text = { zh: '我们的说明', en: 'Our notice' }
  await admin.put('/api/settings/privacy', {
    notice: { text, link: 'https://example.com/privacy' },
    consent_required: true,
  })
  await admin.put('/api/settings/privacy', { notice: { text, link: 'https://example.com/privacy' } })
  expect(await read()).toEqual({
    consent_required: true,
    notice: { text, link: 'https://example.com/privacy', version: 2 },
  })
  expect(await send({})).toMatchObject({ code: 'consent_missing', field: 'consent' })
  expect(await send({ consent: 3 })).toMatchObject({ code: 'field_invalid', field: 'consent' })
  // Whoever had the page open when the words changed agreed to the words that they read.
  for (const [consent, version] of [
    [1, 1],
    [true, 2],
    [2, 2],
  ] as const) {
    const row = (await rowsOf('guest', (await send({ consent })).id))[0]!
    expect([Number(row.consent_version), row.consent_at instanceof Date]).toEqual([version, true])
  }
  expect(
    await admin.put('/api/settings/privacy', { notice: { text, link: 'javascript:alert(1)' } }),
  ).toMatchObject({ code: 'request_invalid' })
  expect(await ann.get('/api/settings/privacy')).toMatchObject({ code: 'not_allowed' })
})
