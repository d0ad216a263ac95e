import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bool, date, defineModule, defineObject, definePipeline, money, number, reference, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { sendSheet } from '../testing/sendSheet.ts'

const folder = new URL('../../../shared/data/crm-pipeline/', import.meta.url)
const present = existsSync(folder)
if (!present) console.warn('SKIPPED: ../shared/data/crm-pipeline is not here, the import of 8,800 real opportunities is not tested')
const file = (name: string) => readFileSync(new URL(name, folder))

const grants = { boss: { create: true, read: true, update: true, import: true, export: true } } as const
const account = defineObject('account', {
  label: { zh: '客户', en: 'Account' }, title: 'name', number: 'KH{0000}',
  fields: { name: text({ required: true, unique: true, search: true }), industry: text({ label: { zh: '行业', en: 'Industry' } }), year_established: number(), revenue: money(), employees: number(), office_location: text(), parent: reference('account', { label: { zh: '母公司', en: 'Parent' } }) },
  access: grants,
})
const product = defineObject('product', {
  label: { zh: '产品', en: 'Product' }, title: 'name',
  fields: { name: text({ required: true, unique: true }), series: text(), price: money({ label: { zh: '单价', en: 'Price' } }) },
  access: grants,
})
const deal = defineObject('deal', {
  label: { zh: '商机', en: 'Deal' }, number: 'SJ{yyyy}-{00000}',
  fields: {
    external_id: text({ required: true, unique: true, label: { zh: '外部编号', en: 'External id' } }),
    account: reference('account', { required: true, label: { zh: '客户', en: 'Account' } }),
    product: reference('product', { required: true, label: { zh: '产品', en: 'Product' } }),
    amount: money({ label: { zh: '金额', en: 'Amount' } }), engage_date: date(), close_date: date(), hot: bool(),
  },
  access: grants,
})
const flow = definePipeline('deal_flow', {
  object: 'deal', label: { zh: '商机流程', en: 'Deals' }, default: true,
  stages: [
    { name: 'prospecting', label: { zh: '接触', en: 'Prospecting' }, exit: [{ code: 'never', condition: 'hot = true', label: { zh: '标为热', en: 'Marked hot' } }] },
    { name: 'engaging', label: { zh: '跟进', en: 'Engaging' } },
    { name: 'won', label: { zh: '赢单', en: 'Won' }, ends: 'won' },
    { name: 'lost', label: { zh: '输单', en: 'Lost' }, ends: 'lost' },
  ],
})
const seller = defineObject('seller', {
  label: { zh: '销售', en: 'Seller' }, title: 'name',
  fields: { name: text({ required: true }), manager: text(), region: text({ label: { zh: '大区', en: 'Region' } }) },
  access: grants,
})

let house: TestHouse, boss: Caller
beforeAll(async () => {
  if (!present) return
  house = await startTestHouse(testDatabaseUrl(), [defineModule({ name: 'crm', label: { zh: '销售' }, objects: [account, product, deal, seller], pipelines: [flow], roles: [{ name: 'boss', label: { zh: '主管' } }] })])
  boss = await house.person('总', ['boss'])
})
afterAll(() => house?.stop())

const mapping = { opportunity_id: 'external_id' }
const send = (name: string, object: string, options: object = {}, query = '') => sendSheet(boss, `/api/records/${object}/import${query}`, { name, content: file(name) }, options)

test.skipIf(!present)('accounts, products and sellers come in, also where a mother company stands below its daughter', { timeout: 120_000 }, async () => {
  const accounts = await send('accounts.csv', 'account', { mapping: { account: 'name' } })
  expect(accounts).toMatchObject({ rows: 85, created: 85, faulty: 0, columns: expect.arrayContaining([{ name: 'sector', field: 'industry' }, { name: 'subsidiary_of', field: 'parent' }]) })
  expect(await send('products.csv', 'product')).toMatchObject({ rows: 7, created: 7, faulty: 0, columns: [{ name: 'product', field: 'name' }, { name: 'series', field: 'series' }, { name: 'sales_price', field: 'price' }] })
  expect(await send('sales_teams.csv', 'seller', { mapping: { sales_agent: 'name' } })).toMatchObject({ rows: 35, created: 35, faulty: 0, columns: expect.arrayContaining([{ name: 'regional_office', field: 'region' }]) })
  for (const line of file('sales_teams.csv').toString().trim().split('\n').slice(1)) await house.person(line.split(',')[0]!, ['boss'])
})

test.skipIf(!present)('a dry run of the pipeline names every faulty row and writes nothing', { timeout: 300_000 }, async () => {
  const from = performance.now()
  const report = await send('sales_pipeline.csv', 'deal', { key: 'external_id' }, '?dry_run=true')
  console.info(`dry run of 8,800 rows: ${((performance.now() - from) / 1000).toFixed(1)} s`)
  expect(report.columns.map((column: any) => column.field)).toEqual(['external_id', 'owner', 'product', 'account', 'stage', 'engage_date', 'close_date', 'amount'])
  expect(report).toMatchObject({ rows: 8800, created: 6117, updated: 0, unchanged: 0, faulty: 2683, faults_total: 2905 })
  expect(report.groups).toMatchObject([
    { column: 'product', code: 'reference_unknown', value: 'GTXPro', suggestion: 'GTX Pro', rows: 1480 },
    { column: 'account', code: 'field_required', rows: 1425 },
  ])
  expect(report.faults).toHaveLength(2905)
  expect(await boss.get('/api/records/deal?count=true')).toMatchObject({ count: 0 })
})

test.skipIf(!present)('the good rows are written, the others after one replacement and one word for the empty cells; then the same sheet changes nothing', { timeout: 600_000 }, async () => {
  const from = performance.now()
  const first = await send('sales_pipeline.csv', 'deal', { mapping, key: 'external_id' })
  console.info(`import of 8,800 rows, 6,117 written: ${((performance.now() - from) / 1000).toFixed(1)} s`)
  expect(first).toMatchObject({ rows: 8800, created: 6117, faulty: 2683 })
  const mended = { key: 'external_id', replacements: { product: { GTXPro: 'GTX Pro' } }, blank: { account: { use: '未知客户' } }, create_missing: ['account'] }
  expect(await send('sales_pipeline.csv', 'deal', { ...mended, create_missing: [], blank: {} })).toMatchObject({ created: 1258, unchanged: 6117, faulty: 1425 })
  expect(await send('sales_pipeline.csv', 'deal', mended)).toMatchObject({ created: 1425, unchanged: 7375, faulty: 0, created_missing: { account: 1 } })
  const again = performance.now()
  expect(await send('sales_pipeline.csv', 'deal', mended)).toMatchObject({ rows: 8800, created: 0, updated: 0, unchanged: 8800, faulty: 0 })
  console.info(`the same 8,800 rows again: ${((performance.now() - again) / 1000).toFixed(1)} s`)
  const counts = await Promise.all(['won', 'lost', 'engaging', 'prospecting'].map(async (stage) => (await boss.get(`/api/records/deal?count=exact&limit=1&where=${encodeURIComponent(`stage = "${stage}"`)}`)).count))
  expect(counts).toEqual([4238, 2473, 1589, 500])
})
