import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { defineModule, defineObject, money, phone, reference, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { makeServer } from '../http/server.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { flushReadings, noteReading, sweepReadings } from './readings.ts'

const guest = defineObject('guest', {
  label: { zh: '访客', en: 'Guest' },
  title: 'company',
  fields: {
    company: text({ label: { zh: '公司' } }),
    phone: phone({ label: { zh: '电话' } }),
    cost: money({ protect: 'commercial', label: { zh: '成本' } }),
  },
  access: {
    clerk: { create: true, read: true, update: true, export: true },
    porter: { read: true, fields: { phone: 'hidden' } },
  },
})
const gift = defineObject('gift', {
  label: { zh: '礼品', en: 'Gift' },
  fields: { guest: reference('guest') },
  access: { clerk: { create: true, read: true }, porter: { read: true } },
})
let house: TestHouse, ann: Caller, porter: Caller, admin: Caller, id: string
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [guest, gift],
      roles: [
        { name: 'clerk', label: { zh: '文员' } },
        { name: 'porter', label: { zh: '门卫' } },
      ],
    }),
  ])
  ;[ann, porter, admin] = [
    await house.person('安', ['clerk']),
    await house.person('门', ['porter']),
    await house.person('管', ['admin']),
  ]
  id = (await ann.post('/api/records/guest', { company: '远大', phone: '13912345678', cost: '5' })).id
})
afterAll(() => house?.stop())
beforeEach(async () => {
  await flushReadings(house.workspace)
  await sql`truncate ${table(house.workspace, '_reading')}`.execute(house.workspace.db)
  await admin.put('/api/settings/privacy', { trace: 'records' })
})

const traced = async (asked = '') =>
  (await admin.get(`/api/readings${asked}`)).items.map(
    ({ person_name, object, how, record, levels, rows, times }: Record<string, unknown>) => ({
      person_name,
      object,
      how,
      record,
      levels,
      rows,
      times,
    }),
  )

test('who opens a record that holds a protected value leaves a trace; who sees none of it leaves none', async () => {
  for (let i = 0; i < 3; i++) await ann.get(`/api/records/guest/${id}`)
  await porter.get(`/api/records/guest/${id}`)
  const { id: without } = await ann.post('/api/records/guest', { company: '无电话', cost: '5' })
  await ann.get(`/api/records/guest/${without}`)
  expect(await traced()).toEqual([
    {
      person_name: '安',
      object: 'guest',
      how: 'record',
      record: id,
      levels: ['personal'],
      rows: 1,
      times: 3,
    },
  ])
  expect((await admin.get('/api/readings')).items[0]).toMatchObject({
    address: '127.0.0.1',
    by_key: false,
    person: ann.id,
  })
})

test('the history of a record tells its values, too', async () => {
  await ann.get(`/api/records/guest/${id}/timeline`)
  await porter.get(`/api/records/guest/${id}/timeline`)
  expect(await traced()).toMatchObject([{ person_name: '安', how: 'record', record: id }])
})

test('an export leaves a trace with its rows and all levels, a list only where the company says so', async () => {
  const where = `id = "${id}"`
  await ann.post('/api/records/guest/export', { format: 'csv', fields: ['company', 'phone', 'cost'], where })
  await ann.get('/api/records/guest')
  expect(await traced()).toEqual([
    {
      person_name: '安',
      object: 'guest',
      how: 'export',
      record: null,
      levels: ['personal', 'commercial'],
      rows: 1,
      times: 1,
    },
  ])
  await admin.put('/api/settings/privacy', { trace: 'lists' })
  await ann.post('/api/records/guest/query', { where, titles: true })
  await ann.get('/api/records/guest?fields=company')
  await porter.get('/api/records/guest')
  expect((await traced())[0]).toEqual({
    person_name: '安',
    object: 'guest',
    how: 'list',
    record: null,
    levels: ['personal'],
    rows: 1,
    times: 1,
  })
  expect(await traced()).toHaveLength(2)
  await ann.post('/api/records/gift', { guest: id })
  await porter.get('/api/records/gift?fields=id,guest.phone')
  expect(await traced()).toHaveLength(2)
  await ann.get('/api/records/gift?fields=id,guest.phone')
  expect((await traced())[0]).toMatchObject({ object: 'gift', how: 'list', levels: ['personal'] })
  await admin.put('/api/settings/privacy', { trace: 'off' })
  await ann.get(`/api/records/guest/${id}`)
  expect(await traced()).toHaveLength(3)
})

test('traces are for administrators, of a person, a record or an object, page by page', async () => {
  expect(await ann.get('/api/readings')).toMatchObject({ code: 'not_allowed' })
  await sql`insert into ${table(house.workspace, '_reading')} (at, person, person_name, by_key, object, record, how, levels, rows, times, address)
    select now(), ${ann.id}::uuid, '安', false, 'guest', ${id}::uuid, 'record', '{personal}', n, 1, '::1' from generate_series(1, 250) n`.execute(
    house.workspace.db,
  )
  const [first, other] = [
    await admin.get(`/api/readings?person=${ann.id}&record=${id}&object=guest`),
    await admin.get(`/api/readings?person=${porter.id}`),
  ]
  const second = await admin.get(`/api/readings?person=${ann.id}&after=${first.next}`)
  const third = await admin.get(`/api/readings?person=${ann.id}&after=${second.next}`)
  expect([
    first.items.length,
    second.items.length,
    third.items.length,
    third.next,
    other.items.length,
  ]).toEqual([100, 100, 50, null, 0])
  expect(second.items[0].rows).toBe(150)
  for (const bad of ['person=x', 'record=1', 'after=a'])
    expect(await admin.get(`/api/readings?${bad}`)).toMatchObject({ code: 'request_invalid' })
})

test('a server that ends writes what it noted; while the database is away readings wait, and no request with them', async () => {
  const app = await makeServer({
    workspace: house.workspace,
    live: { onWake: () => () => {} } as never,
    logLevel: 'silent',
  })
  noteReading(house.workspace, {
    actor: ann.actor,
    address: '::1',
    object: 'guest',
    record: id,
    how: 'record',
    levels: ['personal'],
    rows: 1,
  })
  await app.close()
  const { rows } = await sql`select 1 from ${table(house.workspace, '_reading')}`.execute(house.workspace.db)
  expect(rows).toHaveLength(1)
  // A workspace whose table cannot be written, as when the database is away.
  const away = { ...house.workspace, name: 'nowhere' } as Workspace
  const note = (n: number) =>
    noteReading(away, {
      actor: ann.actor,
      address: `::${n}`,
      object: 'guest',
      record: id,
      how: 'record',
      levels: ['personal'],
      rows: 1,
    })
  for (let n = 0; n < 12_000; n++) note(n)
  await flushReadings(away)
  Object.assign(away, { name: house.workspace.name })
  await flushReadings(away)
  const { rows: kept } = await sql<{
    n: number
  }>`select count(*)::int as n from ${table(house.workspace, '_reading')}`.execute(house.workspace.db)
  expect(kept[0]!.n).toBe(10_001)
})

test('traces go when the company keeps them no longer, and it cannot say less than a month', async () => {
  await ann.get(`/api/records/guest/${id}`)
  await flushReadings(house.workspace)
  expect(await admin.put('/api/settings/privacy', { trace_days: 5 })).toMatchObject({
    code: 'field_invalid',
    field: 'trace_days',
  })
  await admin.put('/api/settings/privacy', { trace_days: 30 })
  await house.forward({ days: 29 })
  expect(await sweepReadings(house.workspace)).toBe(0)
  await house.forward({ days: 2 })
  expect(await sweepReadings(house.workspace)).toBe(1)
})
