import excel from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  choice,
  date,
  defineModule,
  defineObject,
  money,
  number,
  percent,
  phone,
  reference,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { sendSheet } from '../testing/sendSheet.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const access = { boss: { create: true, read: true, update: true, export: true, import: true } } as const
const firm = defineObject('firm', {
  label: { zh: '客户', en: 'Customer' },
  title: 'name',
  fields: {
    name: text({ required: true, label: { zh: '客户名称', en: 'Name' } }),
    phone: phone({ label: { zh: '电话', en: 'Phone' } }),
    site: text({ label: { zh: '网站', en: 'Website' } }),
    tax: text({ format: 'tax_number', label: { zh: '税号', en: 'Tax number' } }),
    limit: money({ label: { zh: '信用额度', en: 'Limit' } }),
    weight: number({ label: { zh: '重量', en: 'Weight' } }),
    share: percent({ label: { zh: '占比', en: 'Share' } }),
    since: date({ label: { zh: '合作日期', en: 'Since' } }),
    currency: choice(
      { CNY: { zh: '人民币' }, USD: { zh: '美元' }, JPY: { zh: '日元' } },
      { default: 'CNY', label: { zh: '币种', en: 'Currency' } },
    ),
  },
  list: { columns: ['name'] },
  form: [['name']],
  access,
})
const person = defineObject('person', {
  label: { zh: '联系人', en: 'Person' },
  title: 'name',
  fields: {
    name: text({ required: true, label: { zh: '姓名', en: 'Name' } }),
    firm: reference('firm', { required: true, label: { zh: '客户', en: 'Customer' } }),
    phone: phone({ label: { zh: '电话', en: 'Phone' } }),
  },
  access,
})

let house: TestHouse, boss: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [firm, person],
      roles: [{ name: 'boss', label: { zh: '总' } }],
    }),
  ])
  boss = await house.person('总', ['boss'])
})
afterAll(() => house?.stop())

const csv = (content: string, options: object = {}, object = 'firm', query = '') =>
  sendSheet(boss, `/api/records/${object}/import${query}`, { name: 'x.csv', content }, options)
async function xlsx(fill: (book: excel.Workbook) => void, options: object = {}, object = 'firm') {
  const book = new excel.Workbook()
  fill(book)
  return sendSheet(
    boss,
    `/api/records/${object}/import`,
    { name: 'x.xlsx', content: Buffer.from(await book.xlsx.writeBuffer()) },
    options,
  )
}
/** Values of a field by the names of the records, in the order asked. */
async function valuesOf(field: string, ...names: string[]) {
  const { items } = await boss.get(
    `/api/records/firm?limit=500&where=${encodeURIComponent(names.map((name) => `name = "${name}"`).join(' or '))}`,
  )
  return names
    .map((name) => items.filter((item: any) => item.name === name).map((item: any) => item[field]))
    .flat()
}

test('amounts with a decimal comma are read by the column that proves it', async () => {
  const report = await csv('客户名称;信用额度\n逗甲;512,77\n逗乙;1.234,50\n逗丙;3.100,00\n')
  expect(report).toMatchObject({
    created: 3,
    faulty: 0,
    delimiter: ';',
    conventions: [{ column: '信用额度', standing: 'proven', convention: ',' }],
  })
  expect(await valuesOf('limit', '逗甲', '逗乙', '逗丙')).toEqual(['512.77', '1234.50', '3100.00'])
})

test('a group of three in an amount is thousands, and groups that are not whole are refused', async () => {
  const report = await csv('客户名称,信用额度\n千甲,"3,100"\n千乙,"12,34,5"\n')
  expect(report).toMatchObject({
    created: 1,
    faults: [{ row: 3, column: '信用额度', field: 'limit', value: '12,34,5', code: 'field_invalid' }],
  })
  expect(report.faults[0].detail).toContain('1,234.50')
  expect(await valuesOf('limit', '千甲')).toEqual(['3100.00'])
})

test('a column that may be read in two ways is asked, with both readings, and read once it is said', async () => {
  const sheet = '客户名称,重量\n问甲,"1,500"\n问乙,20\n问丙,"2,125"\n'
  const asked = await csv(sheet, {}, 'firm', '?dry_run=true')
  expect(asked).toMatchObject({
    created: 1,
    faulty: 2,
    conventions: [
      {
        column: '重量',
        kind: 'number',
        standing: 'unclear',
        convention: null,
        examples: [
          {
            row: 2,
            text: '1,500',
            readings: [
              { convention: '.', value: '1500' },
              { convention: ',', value: '1.500' },
            ],
          },
          {},
        ],
      },
    ],
  })
  expect(asked.faults[0]).toMatchObject({ code: 'convention_unclear' })
  expect(asked.faults[0].detail).toMatch(/1500.*1\.500/)
  expect(await csv(sheet, { conventions: { 重量: ',' } })).toMatchObject({
    created: 3,
    conventions: [{ standing: 'stated', convention: ',' }],
  })
  expect(await valuesOf('weight', '问甲', '问乙', '问丙')).toEqual(['1.5', '20', '2.125'])
})

test('the whole column says whether the day or the month comes first; what it leaves open is asked', async () => {
  expect(
    await csv('客户名称,合作日期\n日甲,12/3/2021\n日乙,25/3/2021\n日丙,2021-03-26T08:30:00\n'),
  ).toMatchObject({ created: 3 })
  expect(await valuesOf('since', '日甲', '日乙', '日丙')).toEqual(['2021-03-12', '2021-03-25', '2021-03-26'])
  const sheet = '客户名称,合作日期\n月甲,12/3/2021\n月乙,4/5/2021\n'
  expect(await csv(sheet)).toMatchObject({
    created: 0,
    faults: [{ code: 'convention_unclear', value: '12/3/2021' }, { code: 'convention_unclear' }],
  })
  expect(await csv(sheet, { conventions: { 合作日期: 'mdy' } })).toMatchObject({ created: 2 })
  expect(await valuesOf('since', '月甲', '月乙')).toEqual(['2021-12-03', '2021-04-05'])
  const torn = await csv('客户名称,合作日期\n裂甲,13/05/2026\n裂乙,05/13/2026\n裂丙,5/3/2026\n')
  expect(torn).toMatchObject({ created: 0, conventions: [{ standing: 'mixed', convention: null }] })
})

test('what a spreadsheet has lost is a fault, not a value', async () => {
  const report = await xlsx((book) => {
    const sheet = book.addWorksheet('客户')
    sheet.addRow(['客户名称', '税号', '信用额度'])
    sheet.addRow(['失甲', Number('913205051234567890'), 5])
    sheet.addRow(['失乙', '91330100799655058B', { error: '#N/A' }])
    sheet.addRow(['失丙', null, 7])
  })
  expect(report).toMatchObject({ created: 1, faulty: 2 })
  expect(report.faults.map((fault: any) => [fault.row, fault.column, fault.code])).toEqual([
    [2, '税号', 'digits_lost'],
    [3, '信用额度', 'cell_error'],
  ])
  expect(await csv('客户名称,税号,重量\n失丁,9.13205E+17,\n失戊,,1.23E+08\n失己,,#REF!\n')).toMatchObject({
    created: 0,
    faults: [{ code: 'digits_lost' }, { code: 'digits_lost' }, { code: 'cell_error' }],
  })
})

test('fifteen percent of a workbook is 15 in a percentage and a fault in an amount; a foreign sign is no amount of ours', async () => {
  const report = await xlsx((book) => {
    const sheet = book.addWorksheet('客户')
    sheet.addRow(['客户名称', '占比', '信用额度'])
    sheet.addRow(['百甲', 0.15, 1.5]).getCell(2).numFmt = '0%'
    sheet.addRow(['百乙', 0.155, 0.15]).eachCell((cell, at) => {
      if (at > 1) cell.numFmt = '0.0%'
    })
  })
  expect(report).toMatchObject({ created: 1, faults: [{ row: 3, column: '信用额度', value: '15%' }] })
  expect(await valuesOf('share', '百甲')).toEqual(['15'])
  const signs = await csv(
    '客户名称,信用额度,币种\n币甲,$100,\n币乙,$100,USD\n币丙,￥３万元,\n币丁,100.5,JPY\n币戊,(1200.00),JPY\n',
  )
  expect(signs).toMatchObject({
    created: 3,
    faults: [
      { row: 2, code: 'currency_differs' },
      { row: 5, code: 'field_invalid', field: 'limit' },
    ],
  })
  expect(await valuesOf('limit', '币乙', '币丙', '币戊')).toEqual(['100.00', '30000.00', '-1200.00'])
})

test('a cell too many, a quote not understood and a second table are faults, never fewer values', async () => {
  const many = '客户名称,电话\n多甲,0512-66668888,法兰\n"多乙", "0512-66669999"\n'
  expect(await csv(many)).toMatchObject({
    created: 1,
    faults: [{ row: 2, code: 'cell_too_many', value: '法兰' }],
  })
  expect(await valuesOf('phone', '多乙')).toEqual(['0512-66669999'])
  expect(await csv(many, { mapping: { 客户名称: 'name', C: null } })).toMatchObject({ created: 2, faulty: 0 })
  expect(await csv('客户名称,网站\n"引甲"乙,a\n引丙 5" 管,b\n')).toMatchObject({
    created: 1,
    faults: [{ row: 2, code: 'quote_unclear' }],
  })
  const two = '客户名称,网站\n二甲,a.cn\n\n物料,备注\n铜排,铝排\n'
  expect(await csv(two)).toMatchObject({
    rows: 3,
    created: 1,
    faults: [
      { row: 4, code: 'second_table' },
      { row: 5, code: 'second_table' },
    ],
  })
  expect(await csv(two, { below: 'leave' })).toMatchObject({ rows: 3, left_out: 2, faulty: 0 })
  expect(await csv('客户名称,电话\n三甲,0512-66667777\n\n三乙,0512-66667778\n')).toMatchObject({
    created: 2,
    faulty: 0,
  })
})

test('a row of totals is left out with a word', async () => {
  const report = await csv('客户名称,信用额度\n总甲,100000\n总乙,200000\n合计,300000\n客户名称,信用额度\n')
  expect(report).toMatchObject({
    rows: 4,
    created: 2,
    left_out: 2,
    left_out_rows: [
      { row: 4, reason: '合计行' },
      { row: 5, reason: '重复的表头' },
    ],
  })
  expect(await valuesOf('limit', '合计')).toEqual([])
})

test('headers in two rows, a cover sheet and a merged customer are found', async () => {
  const report = await xlsx((book) => {
    book.addWorksheet('封面').addRow(['2026年客户资料'])
    const sheet = book.addWorksheet('名单')
    sheet.addRow(['客户名称', '联系方式', null])
    sheet.addRow([null, '电话', '网站'])
    sheet.mergeCells('B1:C1')
    sheet.mergeCells('A1:A2')
    sheet.addRow(['封甲', '0512-66667777', 'a.cn'])
  })
  expect(report).toMatchObject({
    sheet: '名单',
    sheets: ['封面', '名单'],
    created: 1,
    columns: [{ field: 'name' }, { name: '电话', field: 'phone' }, { name: '网站', field: 'site' }],
  })
  const people = await xlsx(
    (book) => {
      const sheet = book.addWorksheet('联系人')
      sheet.addRow(['客户', '姓名'])
      for (const name of ['张三', '李四', '王五']) sheet.addRow([name === '张三' ? '封甲' : null, name])
      sheet.mergeCells('A2:A4')
    },
    {},
    'person',
  )
  expect(people).toMatchObject({ created: 3, faulty: 0 })
  expect(await csv('杂项说明\n')).toMatchObject({ code: 'sheet_empty' })
  expect(await csv('BEGIN:VCARD\nVERSION:3.0\nFN:张三\nEND:VCARD\n')).toMatchObject({
    code: 'sheet_not_table',
    detail: expect.stringContaining('vCard'),
  })
})

test('a tax number is kept in one spelling and refused by its alphabet and its check digit', async () => {
  const report = await csv(
    '客户名称,税号\n 税甲 ,９１３３０１００７９９６５５０５８ｂ\n税乙,111111111111111111\n税丙,91330100I99655058B\n',
  )
  expect(report).toMatchObject({
    created: 1,
    faults: [
      { row: 3, field: 'tax', value: '111111111111111111' },
      { row: 4, field: 'tax' },
    ],
  })
  expect(await valuesOf('tax', '税甲')).toEqual(['91330100799655058B'])
})

test('a weight of three decimals that was exported here comes back without being asked', async () => {
  await boss.post('/api/records/firm', { name: '回甲', weight: '1.234' })
  const url = `/api/records/firm/export?format=csv&fields=name,weight&where=${encodeURIComponent('name = "回甲"')}`
  const { text } = await boss.raw({ method: 'GET', url })
  expect(await csv(text, { key: 'name' })).toMatchObject({ unchanged: 1, faulty: 0 })
})
