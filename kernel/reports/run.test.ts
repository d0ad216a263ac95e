import { afterAll, beforeAll, expect, test } from 'vitest'
import { date, defineModule, defineObject, defineReport, money, number, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const sale = defineObject('sale', {
  label: { zh: '销售', en: 'Sale' },
  fields: { seller: text({ required: true }), amount: money(), pieces: number(), day: date() },
  access: { sales: { create: true, read: 'own' }, boss: { read: true } },
})
const bySeller = { zh: '销售员', en: 'Seller' }
const sum = { name: 'amount', label: { zh: '金额', en: 'Amount' }, of: 'sum', expression: 'amount' } as const
const reports = [
  defineReport('top_sellers', {
    label: { zh: '前两名', en: 'Top two' },
    object: 'sale',
    groups: [{ name: 'seller', label: bySeller, expression: 'seller' }],
    measures: [sum],
    sort: '-amount',
    limit: 2,
  }),
  defineReport('least', {
    label: { zh: '最少', en: 'Least' },
    object: 'sale',
    groups: [{ name: 'seller', label: bySeller, expression: 'seller' }],
    measures: [
      { ...sum, name: 'most', of: 'max' },
      { ...sum, name: 'mean', of: 'avg' },
      { name: 'sales', label: { zh: '笔数', en: 'Sales' }, of: 'count' },
    ],
    sort: 'most',
  }),
  defineReport('by_pieces', {
    label: { zh: '按件数', en: 'By pieces' },
    object: 'sale',
    groups: [
      { name: 'pieces', label: { zh: '件数', en: 'Pieces' }, expression: 'pieces' },
      { name: 'month', label: { zh: '月', en: 'Month' }, expression: 'day', grain: 'month' },
    ],
    measures: [sum],
  }),
  defineReport('by_size', {
    label: { zh: '按大小', en: 'By size' },
    object: 'sale',
    groups: [
      { name: 'size', label: { zh: '大小', en: 'Size' }, expression: 'if amount > 100 then "大" else "小"' },
      { name: 'odd', label: { zh: '特殊', en: 'Odd' }, expression: 'amount < 0 or pieces = 9' },
    ],
    measures: [sum],
    where: 'day != null',
  }),
  defineReport('by_moment', {
    label: { zh: '按时刻', en: 'By moment' },
    object: 'sale',
    groups: [{ name: 'at', label: { zh: '时刻', en: 'At' }, expression: 'created_at' }],
    measures: [sum],
  }),
]

let house: TestHouse, ann: Caller, bob: Caller, boss: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [sale],
      reports,
      roles: ['sales', 'boss'].map((name) => ({ name, label: { zh: name } })),
    }),
  ])
  ann = await house.person('安', ['sales'])
  bob = await house.person('博', ['sales'])
  boss = await house.person('总', ['boss'])
  const sold = (who: Caller, seller: string, amount: string, pieces: string, day: string) =>
    who.post('/api/records/sale', { seller, amount, pieces, day })
  await sold(ann, '甲', '99.90', '9', '2026-01-31')
  await sold(ann, '乙', '1000.10', '10', '2026-02-01')
  await sold(bob, '丙', '200.00', '100', '2026-02-28')
  await sold(bob, '丙', '-7.00', '10', '2026-02-02')
})
afterAll(() => house?.stop())

const run = (who: Caller, name: string) => who.post(`/api/reports/${name}/run`, {})
const values = async (who: Caller, name: string) =>
  (await run(who, name)).rows.map((row: { values: object }) => Object.values(row.values))

test('the first of a ranking are those with the greatest sums, not those whose digits come last', async () => {
  expect(await values(boss, 'top_sellers')).toEqual([
    ['乙', '1000.10'],
    ['丙', '193.00'],
  ])
  expect((await run(boss, 'top_sellers')).totals).toEqual({ amount: '1293.00' })
})

test('greatest, mean and count are sorted as numbers too', async () => {
  expect(await values(boss, 'least')).toEqual([
    ['甲', '99.90', '99.9000', 1],
    ['丙', '200.00', '96.5000', 2],
    ['乙', '1000.10', '1000.1000', 1],
  ])
})

test('totals are those of all records, the mean of them all and not of the means', async () => {
  expect(await run(boss, 'least')).toMatchObject({
    totals: { most: '1000.10', mean: '323.2500', sales: 4 },
    count: 4,
  })
  const nobody = await house.person('新', ['sales'])
  expect(await run(nobody, 'least')).toMatchObject({
    rows: [],
    totals: { most: null, mean: null, sales: 0 },
    count: 0,
  })
  expect((await run(nobody, 'top_sellers')).totals).toEqual({ amount: '0' })
})

test('groups of numbers come in their order, months within them', async () => {
  expect(await values(boss, 'by_pieces')).toEqual([
    ['9', '2026-01-01', '99.90'],
    ['10', '2026-02-01', '993.10'],
    ['100', '2026-02-01', '200.00'],
  ])
})

test('each figure opens the rows it is made of, and nobody counts what they may not read', async () => {
  for (const name of ['top_sellers', 'least', 'by_pieces', 'by_size', 'by_moment'])
    for (const who of [ann, boss]) {
      const { rows } = await run(who, name)
      expect(rows).not.toEqual([])
      for (const row of rows)
        expect(
          (await who.get(`/api/records/sale?count=exact&where=${encodeURIComponent(row.where)}`)).count,
        ).toBe(row.count)
    }
  expect(await values(ann, 'top_sellers')).toEqual([
    ['乙', '1000.10'],
    ['甲', '99.90'],
  ])
})
