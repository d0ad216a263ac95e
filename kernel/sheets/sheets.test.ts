import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import {
  address,
  bool,
  choice,
  date,
  datetime,
  defineModule,
  defineObject,
  definePipeline,
  email,
  formula,
  longText,
  money,
  multiChoice,
  number,
  percent,
  phone,
  reference,
  references,
  text,
  user,
  type Field,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { readTable } from '../documents/sheets.ts'
import { sendSheet, sheetBody } from '../testing/sendSheet.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { columnNames, mapColumns } from './columns.ts'
import { columnReader } from './readColumn.ts'
import { nearestIn } from './nearest.ts'

const full = { create: true, read: true, update: true, export: true, import: true } as const
const group = defineObject('brand', {
  label: { zh: '品牌', en: 'Brand' },
  title: 'name',
  fields: { name: text({ required: true }), code: text({ unique: true }) },
  access: { boss: full, seller: { read: 'own' }, typist: { read: true } },
})
const firm = defineObject('firm', {
  label: { zh: '客户', en: 'Customer' },
  title: 'name',
  number: 'KH{0000}',
  fields: {
    name: text({ required: true, unique: true, label: { zh: '客户名称', en: 'Name' } }),
    phone: phone({ label: { zh: '电话', en: 'Phone' } }),
    mail: email({ label: { zh: '邮箱', en: 'E-mail' } }),
    grade: choice(
      { a: { zh: '甲级', en: 'First' }, b: { zh: '乙级', en: 'Second' } },
      { label: { zh: '等级', en: 'Grade' } },
    ),
    tags: multiChoice(
      { x: { zh: '新', en: 'New' }, y: { zh: '老', en: 'Old' } },
      { label: { zh: '标签', en: 'Tags' } },
    ),
    limit: money({ label: { zh: '信用额度', en: 'Limit' } }),
    share: percent({ label: { zh: '占比', en: 'Share' } }),
    since: date({ label: { zh: '合作日期', en: 'Since' } }),
    seen_at: datetime({ label: { zh: '上次拜访', en: 'Seen' } }),
    vip: bool({ label: { zh: '重点', en: 'VIP' } }),
    brand: reference('brand', { label: { zh: '品牌', en: 'Brand' } }),
    brands: references('brand', { label: { zh: '代理品牌', en: 'Brands' } }),
    buyer: user({ label: { zh: '采购', en: 'Buyer' } }),
    place: address({ label: { zh: '地址', en: 'Address' } }),
    note: longText({ label: { zh: '备注', en: 'Note' } }),
    margin: money({ label: { zh: '毛利', en: 'Margin' } }),
    doubled: formula('money', 'limit * 2', { label: { zh: '双倍', en: 'Doubled' } }),
  },
  list: { columns: ['name'] },
  form: [['name', 'phone']],
  access: {
    boss: { ...full, delete: true },
    seller: {
      create: true,
      read: 'own',
      update: 'own',
      export: true,
      import: true,
      fields: { margin: 'hidden' },
    },
    typist: { create: true, read: true },
  },
})
const deal = defineObject('deal', {
  label: { zh: '单子', en: 'Deal' },
  title: 'name',
  fields: { name: text({ required: true }), done_by: text({ readonly: true }), count: number() },
  access: { boss: full },
})
const flow = definePipeline('deal_flow', {
  object: 'deal',
  label: { zh: '流程', en: 'Flow' },
  stages: [
    {
      name: 'open',
      label: { zh: '打开', en: 'Open' },
      exit: [{ code: 'counted', condition: 'count > 0', label: { zh: '有数量', en: 'A count' } }],
    },
    { name: 'closed', label: { zh: '关闭', en: 'Closed' }, ends: 'won' },
  ],
})

let house: TestHouse, boss: Caller, seller: Caller, typist: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [group, firm, deal],
      pipelines: [flow],
      roles: ['boss', 'seller', 'typist'].map((name) => ({ name, label: { zh: name } })),
    }),
  ])
  boss = await house.person('总', ['boss'])
  seller = await house.person('售', ['seller'])
  typist = await house.person('录', ['typist'])
  for (const [name, code] of [
    ['GTX Pro', 'g1'],
    ['MG Special', 'm1'],
    ['双胞', 'd1'],
    ['双胞', 'd2'],
  ])
    await boss.post('/api/records/brand', { name, code })
})
afterAll(() => house?.stop())

const csv = (text: string) => ({ name: 'x.csv', content: text })
const bring = (who: Caller, object: string, text: string, options: object = {}, query = '') =>
  sendSheet(who, `/api/records/${object}/import${query}`, csv(text), options)
const counted = async () => (await boss.get('/api/records/firm?count=exact&limit=1')).count
const events = async (name: string) =>
  (
    await sql<{
      payload: any
      record: string | null
      actor: string
    }>`select payload, record, actor from ${table(house.workspace, '_event')} where name = ${name} order by id`.execute(
      house.workspace.db,
    )
  ).rows

test('headers find their fields by label, name, the name of the object and common words, each once', () => {
  const fields = firm.fields
  const fieldsOf = (...headers: string[]) =>
    mapColumns(firm as never, fields, columnNames(headers)).map((column) => column.field)
  expect(fieldsOf('客户名称', '联系电话', 'E-Mail', '等级 ', 'SINCE', '无关')).toEqual([
    'name',
    'phone',
    'mail',
    'grade',
    'since',
    null,
  ])
  expect(fieldsOf('Customer', 'Mobile', 'remarks', '信用额度')).toEqual(['name', 'phone', 'note', 'limit'])
  expect(fieldsOf('电话', '手机', '地址 (place)')).toEqual(['phone', null, 'place'])
  expect(columnNames(['a', '', 'a'])).toEqual(['a', 'B', 'a (C)'])
})

test('the nearest name is offered when one is near', () => {
  const near = nearestIn(['GTX Pro', 'GTX Basic', 'technology', '华东精密机械有限公司'])
  expect([near('GTXPro'), near('technolgy'), near('华东精密机械'), near('完全无关')]).toEqual([
    'GTX Pro',
    'technology',
    '华东精密机械有限公司',
    undefined,
  ])
})

test("a moment without a zone is one of the company's clock, and a moment in a column of days is the day it was there", () => {
  const read = (field: Field, text: string) =>
    columnReader({
      name: 'x',
      field,
      zone: 'Asia/Shanghai',
      stated: undefined,
      delimiter: ',',
      from1904: false,
    }).read({ text }).value
  expect(read(datetime(), '2026/1/5 8:30')).toBe('2026-01-05T00:30:00.000Z')
  expect(read(datetime(), '2026-01-05T08:30:00.250')).toBe('2026-01-05T00:30:00.250Z')
  expect(read(datetime(), '2026-01-05T08:30:00Z')).toBe('2026-01-05T08:30:00.000Z')
  expect(read(date(), '2026-01-05T08:30:00')).toBe('2026-01-05')
  expect(read(date(), '2026-01-04T16:00:00.000Z')).toBe('2026-01-05')
})

test('every row is written or named with all its faults; nothing else happens', async () => {
  const sheet =
    '客户清单,,,,\n客户名称,电话,等级,品牌,信用额度\n一号,13800138000,甲级,GTXPro,"1,000.50"\n,12,甲级别,双胞,abc\n三号,,Second,ｇｔｘ　pro,￥5\n四号,,b,g1,\n一号,,,,\n'
  const report = await bring(boss, 'firm', sheet)
  expect(report).toMatchObject({ header_row: 2, rows: 5, created: 2, updated: 0, unchanged: 0, faulty: 3 })
  expect(
    report.faults.map(({ row, column, code, value, suggestion }: any) => [
      row,
      column,
      code,
      value,
      suggestion,
    ]),
  ).toEqual([
    [3, '品牌', 'reference_unknown', 'GTXPro', 'GTX Pro'],
    [4, '电话', 'field_invalid', '12', undefined],
    [4, '等级', 'field_invalid', '甲级别', '甲级'],
    [4, '信用额度', 'field_invalid', 'abc', undefined],
    [4, '品牌', 'reference_ambiguous', '双胞', undefined],
    [4, '客户名称', 'field_required', null, undefined],
    [7, '客户名称', 'value_repeated', '一号', undefined],
  ])
  const mended = await bring(boss, 'firm', sheet, {
    key: 'name',
    replacements: { 品牌: { GTXPro: 'GTX Pro' } },
    corrections: {
      4: { 客户名称: '二号', 电话: null, 等级: '乙级', 品牌: 'd2', 信用额度: '7' },
      7: { 客户名称: '五号' },
    },
  })
  expect(mended).toMatchObject({ created: 3, unchanged: 2, faulty: 0 })
  const { items } = await boss.get(
    `/api/records/firm?where=${encodeURIComponent('name = "一号" or name = "三号"')}&sort=name`,
  )
  expect(items).toMatchObject([
    { name: '一号', limit: '1000.50', grade: 'a' },
    { name: '三号', limit: '5.00', grade: 'b' },
  ])
  expect(items[0].brand).toBe(items[1].brand)
})

test('a dry run says the same as the run, writes nothing and uses up no number', async () => {
  const sheet = '客户名称,品牌\n试一,新品牌\n试二,新品牌\n试三,GTX Pro\n'
  const before = await counted()
  const options = { create_missing: ['brand'] }
  const dry = await bring(boss, 'firm', sheet, options, '?dry_run=true')
  expect(dry).toMatchObject({ dry_run: true, created: 3, faulty: 0, created_missing: { brand: 1 } })
  expect(await counted()).toBe(before)
  expect(await events('firm.import_finished')).toHaveLength(2)
  const first = (await boss.post('/api/records/firm', { name: '编号前' })).number
  await bring(boss, 'firm', sheet, options, '?dry_run=true')
  expect(Number((await boss.post('/api/records/firm', { name: '编号后' })).number.slice(2))).toBe(
    Number(first.slice(2)) + 1,
  )
  const { dry_run: _, ...said } = dry
  expect(await bring(boss, 'firm', sheet, options)).toMatchObject(said)
})

test('a row that is refused takes back the record it made on the way, and leaves its neighbours', async () => {
  const report = await bring(
    boss,
    'firm',
    '客户名称,品牌,代理品牌\n好一,甲品牌,MG Special；g1\n好一之二,乙品牌,无此牌\n好三,甲品牌,\n',
    { create_missing: ['brand'] },
  )
  expect(report).toMatchObject({ created: 2, faulty: 1, created_missing: { brand: 1 } })
  const brands = (await boss.get('/api/records/brand?limit=500')).items.map((item: any) => item.name)
  expect(brands.filter((name: string) => name === '甲品牌')).toHaveLength(1)
  expect(brands).not.toContain('乙品牌')
})

test('an empty cell leaves what is there, unless told to empty it', async () => {
  await bring(boss, 'firm', '客户名称,备注\n空格,原来的\n')
  expect(await bring(boss, 'firm', '客户名称,备注\n空格,\n', { key: 'name' })).toMatchObject({ unchanged: 1 })
  expect(
    await bring(boss, 'firm', '客户名称,备注\n空格,\n', { key: 'name', blank: { 备注: 'clear' } }),
  ).toMatchObject({ updated: 1 })
  expect(
    await bring(boss, 'firm', '客户名称,备注\n没有的,\n', { key: 'name', mode: 'update' }),
  ).toMatchObject({ faulty: 1, faults: [{ code: 'not_found' }] })
})

test('import is a right of its own, hidden fields are none to fill, and what one may not see one cannot name', async () => {
  expect((await bring(typist, 'firm', '客户名称\n甲\n')).code).toBe('not_allowed')
  expect((await bring(seller, 'firm', '客户名称,毛利\n甲,1\n', { mapping: { 毛利: 'margin' } })).code).toBe(
    'field_unknown',
  )
  const report = await bring(seller, 'firm', '客户名称,毛利,品牌\n售一,1,GTX Pro\n售二,1,\n')
  expect(report).toMatchObject({
    columns: [{ field: 'name' }, { field: null }, { field: 'brand' }],
    created: 1,
    faults: [{ row: 2, code: 'reference_unknown' }],
  })
  expect(report.faults[0].suggestion).toBeUndefined()
})

test('history enters at its stage without gates and says so; a record that is there still meets its gate', async () => {
  const sheet = 'name,阶段,建立,经办\n老单,关闭,2020-03-01,老王\n新单,Open,,\n'
  const mapping = { 建立: 'created_at', 经办: 'done_by' }
  expect(
    await bring(boss, 'deal', sheet, { mapping, key: 'name', values: { 阶段: { 成交: 'closed' } } }),
  ).toMatchObject({ created: 2, faulty: 0 })
  const { items } = await boss.get('/api/records/deal?sort=created_at')
  expect(items).toMatchObject([
    { name: '老单', stage: 'closed', created_at: '2020-02-29T16:00:00.000Z', done_by: '老王' },
    { name: '新单', stage: 'open' },
  ])
  expect((await events('deal.imported')).map((event) => event.payload.history)).toMatchObject([
    { stage: 'closed', created_at: '2020-02-29T16:00:00.000Z' },
  ])
  expect(await events('deal.created')).toHaveLength(1)
  expect(await bring(boss, 'deal', sheet, { mapping, key: 'name' })).toMatchObject({ unchanged: 2 })
  expect(await bring(boss, 'deal', 'name,stage\n新单,Closed\n', { key: 'name' })).toMatchObject({
    faulty: 1,
    faults: [{ code: 'gate_closed', column: 'stage', field: 'stage' }],
  })
  expect(
    await bring(boss, 'deal', 'name,stage,count\n新单,成交,2\n', {
      key: 'name',
      values: { stage: { 成交: 'closed' } },
    }),
  ).toMatchObject({ updated: 1 })
  expect((await bring(boss, 'deal', 'name,stage\n怪单,关闭了\n')).faults).toMatchObject([
    { code: 'stage_unknown', suggestion: '关闭' },
  ])
})

test.each(['csv', 'xlsx'])(
  'what is exported as %s comes back unchanged; each export is noted with who, what and how many',
  async (format) => {
    const brand = (await boss.get('/api/records/brand?limit=1')).items[0].id
    await boss.post('/api/records/firm', {
      name: `=全 ${format}`,
      phone: '13900139000',
      mail: 'a@b.cn',
      grade: 'a',
      tags: ['x', 'y'],
      limit: '12.50',
      share: '5.01',
      since: '2024-02-29',
      seen_at: '2026-01-05T00:30:00Z',
      vip: true,
      buyer: boss.id,
      brands: [brand],
      place: { province: '江苏', detail: '一路1号' },
      note: '两行\n"引号", 逗号',
    })
    const answer = await boss.raw({
      method: 'GET',
      url: `/api/records/firm/export?format=${format}&where=${encodeURIComponent(`starts with(name, "=")`)}&sort=name`,
    })
    expect(answer.status).toBe(200)
    const raw = await house.app.inject({
      method: 'GET',
      url: `/api/records/firm/export?format=${format}&sort=name`,
      headers: { authorization: `Bearer ${await house.key(boss, { verbs: ['read', 'export'] })}` },
    })
    const path = join(tmpdir(), `guantong-export-${process.pid}.${format}`)
    await writeFile(path, raw.rawPayload)
    const rows = []
    for await (const row of readTable(path)) rows.push(row.cells)
    expect(rows[0]).toEqual(
      expect.arrayContaining(['编号', '客户名称', '电话', '双倍', '负责人', '创建时间']),
    )
    expect(rows.find((cells) => cells.includes(`=全 ${format}`))).toEqual(
      expect.arrayContaining([
        '甲级',
        '新；老',
        '2024-02-29',
        '2026-01-05 08:30:00',
        '是',
        '总',
        '江苏一路1号',
      ]),
    )
    const back = await sendSheet(
      boss,
      '/api/records/firm/import',
      { name: `x.${format}`, content: raw.rawPayload },
      { key: 'number', mapping: { 地址: null } },
    )
    // One row names a brand of which there are two: that is asked, not guessed.
    expect(back).toMatchObject({
      updated: 0,
      created: 0,
      unchanged: rows.length - 2,
      faults: [{ code: 'reference_ambiguous', value: '双胞' }],
    })
    expect((await events('firm.exported')).at(-1)).toMatchObject({
      actor: boss.id,
      payload: { format, rows: rows.length - 1, complete: true, fields: expect.arrayContaining(['name']) },
    })
  },
)

test('an export leaves hidden fields out and needs its right', async () => {
  expect((await typist.raw({ method: 'GET', url: '/api/records/firm/export?format=csv' })).status).toBe(403)
  expect(
    (await seller.raw({ method: 'GET', url: '/api/records/firm/export?format=csv' })).text,
  ).not.toContain('毛利')
  expect(
    (await seller.raw({ method: 'GET', url: '/api/records/firm/export?format=csv&fields=margin' })).status,
  ).toBe(400)
  expect((await boss.raw({ method: 'GET', url: '/api/records/firm/export?format=csv' })).text).toContain(
    "'=全 csv",
  )
})

test.each(['csv', 'xlsx'])(
  'the %s template is read back whole, with the field that the company made',
  async (format) => {
    const admin = await house.person('管', ['admin'])
    await admin.put('/api/definitions/object/firm', {
      fields: {
        x_colour: { type: 'text', label: { zh: '颜色', en: 'Colour' } },
        x_phone: { type: 'phone', label: { zh: '电话', en: 'Phone' } },
      },
    })
    await admin.post('/api/definitions/object/firm/publish')
    const raw = await house.app.inject({
      method: 'GET',
      url: `/api/records/firm/template?format=${format}`,
      headers: { authorization: `Bearer ${await house.key(boss, { verbs: ['read', 'import'] })}` },
    })
    const report = await sendSheet(boss, '/api/records/firm/import', {
      name: `t.${format}`,
      content: raw.rawPayload,
    })
    expect(report).toMatchObject({ rows: 0, created: 0 })
    expect(report.columns.map((column: any) => column.field)).toEqual(
      expect.arrayContaining(['name', 'phone', 'x_phone', 'x_colour', 'owner']),
    )
    expect(report.columns.every((column: any) => column.field)).toBe(true)
    expect(report.columns.map((column: any) => column.field)).not.toContain('doubled')
  },
)

test('progress is told line by line where asked for, and a repeated request imports once', async () => {
  const rows = Array.from({ length: 250 }, (_, i) => `行${i}`).join('\n')
  const lines = (
    await house.app.inject({
      method: 'POST',
      url: '/api/records/firm/import',
      ...sheetBody(
        csv(`客户名称\n${rows}\n`),
        {},
        {
          accept: 'application/x-ndjson',
          authorization: `Bearer ${await house.key(boss, { verbs: ['create', 'import'] })}`,
        },
      ),
    })
  ).body
    .trim()
    .split('\n')
    .map((line: string) => JSON.parse(line))
  expect(lines.map((line: any) => line.progress)).toEqual([100, 200, undefined])
  expect(lines.at(-1).report).toMatchObject({ rows: 250, created: 250 })
  const once = () =>
    sendSheet(boss, '/api/records/deal/import', csv('name\n只一次\n'), {}, { 'idempotency-key': 'one' })
  expect(await once()).toEqual(await once())
  expect(
    (await boss.get(`/api/records/deal?count=true&where=${encodeURIComponent('name = "只一次"')}`)).count,
  ).toBe(1)
})
