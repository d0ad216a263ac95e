import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  defineModule,
  defineObject,
  email,
  money,
  phone,
  protections,
  resolve,
  text,
  type IntakeDef,
  type PublicLinkDef,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { makeServer } from '../http/server.ts'
import { organisation } from '../organisation/objects.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { checkDefinitions } from './check.ts'

const clerk = { create: true, read: true, update: true, export: true } as const
const guest = defineObject('guest', {
  label: { zh: '访客', en: 'Guest' },
  title: 'name',
  person: 'name',
  fields: {
    name: text({ protect: 'personal', required: true, label: { zh: '姓名', en: 'Name' } }),
    company: text({ label: { zh: '公司', en: 'Company' } }),
    phone: phone({ unique: true, label: { zh: '电话', en: 'Phone' } }),
    mail: email({ label: { zh: '邮箱', en: 'E-mail' } }),
    reception: phone({ protect: 'none', label: { zh: '总机', en: 'Switchboard' } }),
    account: text({ protect: 'financial', max: 10, label: { zh: '账号', en: 'Account' } }),
    cost: money({ protect: 'commercial', label: { zh: '接待成本', en: 'Cost' } }),
  },
  access: { clerk },
})
const gift = defineObject('gift', {
  label: { zh: '礼品', en: 'Gift' },
  title: 'what',
  fields: { what: text(), guest: { type: 'reference', to: 'guest' } },
  access: { clerk },
})
// A careless door: it answers the whole record.
const register: IntakeDef = {
  channel: 'register',
  label: { zh: '登记' },
  open: { each_minute: 60, all_hour: 60, tells: { id: 'guest.id', company: 'guest.company' } },
  run: (work, body) => work.create(guest, body as never),
}
const badge: PublicLinkDef = {
  name: 'badge',
  tells: { company: 'guest.company' },
  show: (work, token) => work.get(guest, token),
}
const tests = defineModule({
  name: 'tests',
  label: { zh: '测试' },
  objects: [guest, gift],
  intakes: [register],
  links: [badge],
  roles: [{ name: 'clerk', label: { zh: '文员' } }],
})

let house: TestHouse, ann: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [tests])
  ann = await house.person('安', ['clerk', 'admin'])
})
afterAll(() => house?.stop())

const number = '13912345678'
const make = (more: object = {}) => ann.post('/api/records/guest', { name: '王芳', company: '远大', ...more })

test('a telephone is personal by nature, and a company may say that one is not', async () => {
  const { fields } = (await ann.get('/api/definitions')).objects.guest
  expect(fields.phone).toMatchObject({ protect: 'personal', unaddressed: true })
  expect(fields.account).toMatchObject({ protect: 'financial', unaddressed: true })
  expect(fields.cost).toMatchObject({ protect: 'commercial' })
  expect(fields.cost.unaddressed).toBeUndefined()
  expect(fields.reception.unaddressed).toBeUndefined()
})

test('a refusal names the field and never repeats what is protected in it', async () => {
  const refused = async (more: object) => JSON.stringify(await make(more))
  for (const more of [{ phone: 'tel-geheim' }, { mail: 'geheim' }, { account: 'geheim geheim' }]) {
    expect(await refused(more)).toContain('field_invalid')
    expect(await refused(more)).not.toContain('geheim')
  }
  expect(await refused({ reception: 'tel-1' })).toContain('tel-1')
  await make({ phone: number })
  const taken = await refused({ phone: number })
  expect(taken).toContain('not_unique')
  expect(taken).not.toMatch(/13912345678|王芳/)
})

test('where the company is strict, no condition on a protected field stands in an address, along no way; the same goes as a body', async () => {
  const { id } = await make({ phone: '13700000001', cost: '12.00' })
  await ann.post('/api/records/gift', { what: '茶', guest: id })
  const listed = (object: string, where: string) =>
    ann.get(`/api/records/${object}?where=${encodeURIComponent(where)}`)
  expect((await listed('guest', 'phone = "13700000001"')).items).toHaveLength(1)
  await ann.put('/api/settings/privacy', { strict_addresses: true })
  for (const [object, where] of [
    ['guest', 'phone = "13700000001"'],
    ['guest', 'company = "x" or contains(mail, "a")'],
    ['gift', 'guest.phone = "13700000001"'],
    ['guest', 'account = null'],
  ] as const)
    expect([where, await listed(object, where)]).toMatchObject([
      where,
      { status: 400, code: 'field_in_address' },
    ])
  expect((await listed('guest', 'cost = 12')).items).toHaveLength(1)
  const { items, count, titles } = await ann.post('/api/records/gift/query', {
    where: 'guest.phone = "13700000001"',
    count: true,
    titles: true,
  })
  expect([items.length, count, titles[id]]).toEqual([1, 1, '王芳'])
  expect(await ann.get('/api/records/guest/export?where=phone%3D%221%22')).toMatchObject({
    code: 'field_in_address',
  })
})

test('an export says in its event which levels were taken, and keeps no number that it was asked by', async () => {
  await make({ phone: '13700000002' })
  const { text: sheet } = await ann.raw({
    method: 'POST',
    url: '/api/records/guest/export',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({
      format: 'csv',
      fields: ['company', 'phone', 'cost'],
      where: 'phone = "13700000002"',
    }),
  })
  expect(sheet).toContain('13700000002')
  const { rows } = await sql<{ payload: object }>`
    select payload from ${table(house.workspace, '_event')} where name = 'guest.exported' order by id desc limit 1`.execute(
    house.workspace.db,
  )
  expect(rows[0]!.payload).toMatchObject({
    rows: 1,
    levels: ['personal', 'commercial'],
    fields: ['company', 'phone', 'cost'],
    where: null,
  })
})

test('the log has no value of a record, also of what the database says in its errors', async () => {
  const lines: string[] = []
  const app = await makeServer({
    workspace: house.workspace,
    live: { onWake: () => () => {} } as never,
    logLevel: 'info',
    logTo: { write: (line) => void lines.push(line) },
  })
  app.log.error(
    {
      err: Object.assign(new Error('duplicate key'), {
        code: '23505',
        constraint: 'guest_phone',
        detail: `Key (phone)=(${number}) exists.`,
        where: number,
      }),
    },
    'failed',
  )
  await app.inject({
    method: 'POST',
    url: '/api/intake/register',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ name: '王芳', phone: number }),
  })
  await app.close()
  expect(lines.join('')).toContain('guest_phone')
  expect(lines.join('')).not.toMatch(/13912345678|王芳/)
})

test('who is not signed in is told what the door declares, whatever its code answers', async () => {
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/intake/register',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ name: '李雷', company: '宏远', phone: '13700000003' }),
  })
  const { id, ...told } = answer.json()
  expect([answer.statusCode, told]).toEqual([201, { company: '宏远' }])
  expect((await house.app.inject({ url: `/api/public/badge/${id}` })).json()).toEqual({ company: '宏远' })
})

test('definitions that would let protected fields out are refused, and the place is named', () => {
  const check = (more: Parameters<typeof defineModule>[0]) => () =>
    checkDefinitions(resolve([organisation, tests, defineModule(more)]), { name: 'any' })
  const door = { name: 'more', label: { zh: '更多' } }
  expect(
    check({
      ...door,
      intakes: [
        { ...register, channel: 'open', open: { ...register.open!, tells: { phone: 'guest.phone' } } },
      ],
    }),
  ).toThrow('open.phone: "guest.phone" is personal')
  expect(check({ ...door, links: [{ ...badge, name: 'link', tells: { cost: 'guest.cost' } }] })).toThrow(
    'link.cost: "guest.cost" is commercial',
  )
  expect(check({ ...door, links: [{ ...badge, name: 'link', tells: { cost: 'guest.costs' } }] })).toThrow(
    'there is no field "guest.costs"',
  )
  const object = (title: string, person?: string) =>
    defineObject('account', {
      ...guest,
      name: 'account',
      title: title as never,
      person,
      fields: { ...guest.fields },
    } as never)
  expect(check({ ...door, objects: [object('account', 'name')] })).toThrow('cannot be the title')
  expect(check({ ...door, objects: [object('name')] })).toThrow('cannot be the title')
  expect(check({ ...door, objects: [{ ...object('company', 'name'), open_fields: ['phone'] }] })).toThrow(
    '"phone" is protected',
  )
  expect(check({ ...door, objects: [object('company', 'cost')] })).toThrow('account.person')
})

test('an object of the company that everybody reads hides what is protected, or is not published', async () => {
  const body = {
    label: { zh: '通讯录', en: 'Phone book' },
    fields: { x_who: { type: 'text' }, x_phone: { type: 'phone' } },
    access: { everyone: { read: true } },
  }
  await ann.put('/api/definitions/object/x_book', body)
  expect(await ann.post('/api/definitions/object/x_book/publish', {})).toMatchObject({
    code: 'definition_wrong',
    field: 'x_book.access.everyone',
  })
  await ann.put('/api/definitions/object/x_book', {
    ...body,
    access: { everyone: { read: true, fields: { x_phone: 'hidden' } } },
  })
  expect(await ann.post('/api/definitions/object/x_book/publish', {})).not.toMatchObject({
    code: 'definition_wrong',
  })
})

test('docs/security.md shows every level and what it asks, as the code has it', () => {
  const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
  const yes = (holds: boolean) => (holds ? 'yes' : 'no')
  for (const [name, level] of Object.entries(protections))
    expect(page).toContain(
      `| \`${name}\` ${level.label.zh} | ${level.what.en} | ${yes(level.quoted)} | ${yes(level.addressed)} | ${level.traced} | ${yes(level.told_outside)} | ${level.titles.replace('_', ' ')} | ${yes(level.forgotten)} |`,
    )
})
