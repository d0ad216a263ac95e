import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  defineModule,
  defineObject,
  formula,
  json,
  lines,
  money,
  number,
  reference,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { sendSheet } from '../testing/sendSheet.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

/** What only the database can tell of a value is refused in words, at every door. */
const tool = defineObject('tool', {
  label: { zh: '刀具', en: 'Tool' },
  title: 'name',
  number: 'DJ{0000}',
  fields: {
    name: text(),
    code: text({ unique: true, label: { zh: '编码', en: 'Code' } }),
    code_old: text({ unique: true }),
    note: text({ max: 20_000, index: true, label: { zh: '说明', en: 'Note' } }),
    quantity: number(),
    price: money(),
    worth: formula('money', 'quantity * price', { label: { zh: '价值', en: 'Worth' } }),
    more: json(),
    parts: lines('tool_part', 'tool'),
  },
  access: {
    sales: { create: true, read: true, update: true, delete: true, import: true },
    guest: { create: true, read: 'own' },
  },
})
const toolPart = defineObject('tool_part', {
  label: { zh: '零件', en: 'Part' },
  fields: {
    tool: reference('tool', { required: true }),
    serial: text({ unique: true, label: { zh: '序列号', en: 'Serial' } }),
  },
  access: { inherit: 'tool' },
})

let house: TestHouse, ann: Caller, guest: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [tool, toolPart],
      roles: ['sales', 'guest'].map((name) => ({ name, label: { zh: name } })),
    }),
  ])
  ann = await house.person('安', ['sales'])
  guest = await house.person('客', ['guest'])
})
afterAll(() => house?.stop())

const make = (values: object, who = ann) => who.post('/api/records/tool', values)
const said = ({ code, field, status, detail }: Record<string, unknown>) => ({ code, field, status, detail })

test('a value that another record has is refused at every door, naming field, value and the other record', async () => {
  const first = await make({ name: '立铣刀', code: 'A-1' })
  const other = await make({ name: '球头刀', code: 'B-1' })
  const refused = {
    code: 'not_unique',
    field: 'code',
    status: 409,
    detail: `编码“A-1”已被另一刀具（${first.number} 立铣刀）使用，不能重复：请改用别的值，或先修改那一条`,
  }
  const taken = await make({ name: '三', code: 'A-1' })
  expect([said(taken), taken.data]).toEqual([refused, { value: 'A-1', record: first.id }])
  expect(said(await ann.patch(`/api/records/tool/${other.id}`, { code: 'A-1' }))).toEqual(refused)
  const { results } = await ann.post('/api/records/tool/bulk', {
    create: [
      { name: '四', code: 'A-1' },
      { name: '五', code: 'C-1' },
    ],
  })
  expect([said(results[0].problem), results[1].ok]).toEqual([refused, true])
  const report = await sendSheet(ann, '/api/records/tool/import', {
    name: 'a.csv',
    content: 'name,code\n六,A-1\n',
  })
  expect(report.faults).toMatchObject([{ row: 2, field: 'code', code: 'not_unique', detail: refused.detail }])
  expect((await make({ name: '七', code_old: 'A-1' })).code_old).toBe('A-1')
})

test('who may not read the other record is not told of it', async () => {
  await make({ name: '机密', code: 'S-1' })
  const refused = await make({ name: '客人的', code: 'S-1' }, guest)
  expect([refused.detail, refused.data]).toEqual([
    '编码“S-1”已被另一刀具使用，不能重复：请改用别的值，或先修改那一条',
    { value: 'S-1' },
  ])
})

test('a record whose value was taken meanwhile is not restored, in words; nor are its rows', async () => {
  const gone = await make({ name: '旧', code: 'R-1', parts: [{ serial: 'N-1' }] })
  await ann.del(`/api/records/tool/${gone.id}`)
  const heir = await make({ name: '新', code: 'R-1', parts: [{ serial: 'N-1' }] })
  const restore = () => ann.post(`/api/records/tool/${gone.id}/restore`)
  expect(said(await restore())).toMatchObject({
    code: 'not_unique',
    field: 'serial',
    status: 409,
    detail: expect.stringContaining('序列号“N-1”'),
  })
  await ann.patch(`/api/records/tool/${heir.id}`, { parts: [] })
  const refused = await restore()
  expect([said(refused), refused.data]).toEqual([
    {
      code: 'not_unique',
      field: 'code',
      status: 409,
      detail: `编码“R-1”已被另一刀具（${heir.number} 新）使用，不能重复：请改用别的值，或先修改那一条`,
    },
    { value: 'R-1', record: heir.id },
  ])
  await ann.patch(`/api/records/tool/${heir.id}`, { code: 'R-2' })
  expect(await restore()).toMatchObject({ code: 'R-1' })
})

test('rows of one document that have the same value are refused by their place', async () => {
  expect(said(await make({ name: '双', parts: [{ serial: 'P-1' }, { serial: 'P-1' }] }))).toMatchObject({
    code: 'not_unique',
    field: 'parts[1].serial',
    status: 409,
    detail: expect.stringMatching(/^第2行：序列号“P-1”已被另一零件使用/),
  })
})

test('what does not fit is refused by its field, alone or beside others that do', async () => {
  const long = Array.from({ length: 19_000 }, (_, i) =>
    String.fromCharCode(0x4e00 + ((i * 7919) % 20_000)),
  ).join('')
  const many = await Promise.all(
    [
      { name: '短', note: '好' },
      { name: '长', note: long },
      { name: '又短', note: '也好' },
    ].map((values) => make(values)),
  )
  expect(many.map((one) => one.code ?? one.name)).toEqual(['短', 'field_invalid', '又短'])
  expect(said(many[1])).toMatchObject({
    field: 'note',
    status: 422,
    detail: expect.stringContaining('说明：内容过长'),
  })
  expect(said(await make({ name: '天价', quantity: '99999999999', price: '9999999999999' }))).toMatchObject({
    code: 'value_too_large',
    field: 'worth',
    status: 422,
  })
  expect(said(await make({ name: '空字符', more: { a: 'x\u0000y' } }))).toMatchObject({ status: 422 })
  expect((await make({ name: '空\u0000名' })).field).toBe('name')
})
