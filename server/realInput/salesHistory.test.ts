import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../postgres/testDatabase.ts'
import { startDemo, type Demo } from '../seed/startDemo.ts'
import { realFiles, signIn, type Person } from './realData.ts'

const read = realFiles('crm-pipeline')
const sheet = (object: string, name: string) => ({ object, name, content: read(name) })

let demo: Demo, admin: Person, manager: Person
beforeAll(async () => {
  demo = await startDemo(testDatabaseUrl())
  admin = await signIn(demo.base, 'admin@demo.example', demo.password)
  manager = await signIn(demo.base, 'manager@demo.example', demo.password)
})
afterAll(() => demo?.stop())

test('accounts become customers, products items, sellers people with their manager and office', { timeout: 60_000 }, async () => {
  const accounts = await manager.bring(sheet('customer', 'accounts.csv'), { mapping: { office_location: 'address' }, replacements: { sector: { technolgy: 'technology' } } })
  expect(accounts).toMatchObject({ rows: 85, created: 85, faulty: 0 })
  expect(await manager.count('customer', 'industry = "technology"')).toBe(12)

  const products = await manager.bring(sheet('item', 'products.csv'), { mapping: { product: ['name', 'code'], series: 'spec' } })
  expect(products).toMatchObject({ rows: 7, created: 7, faulty: 0 })

  const people = { mapping: { sales_agent: 'name', regional_office: 'department' }, create_missing: ['manager', 'department'] }
  expect(await manager.bring(sheet('user', 'sales_teams.csv'), people)).toMatchObject({ code: 'not_allowed' })
  expect(await admin.bring(sheet('user', 'sales_teams.csv'), people)).toMatchObject({ rows: 35, created: 35, faulty: 0, created_missing: { user: 6, department: 3 } })
  expect(await admin.count('user', 'manager.name = "Melvin Marxen" and department.name = "Central"')).toBe(6)
})

/** What is decided in the wizard before the first row: an opportunity is named by its number, and keeps the moments it had. */
const decided = {
  key: 'external_id',
  mapping: { opportunity_id: ['external_id', 'name'], product: 'item', engage_date: 'created_at', close_date: ['closed_on', 'stage_since'], close_value: 'amount' },
  values: { deal_stage: { Prospecting: 'first_contact', Engaging: 'requirement' } },
}

test('of 8,800 opportunities the sound ones come in; a product nobody has and an account nobody wrote are named by row and column', { timeout: 900_000 }, async () => {
  const report = await manager.bring(sheet('opportunity', 'sales_pipeline.csv'), decided)
  expect(report).toMatchObject({ rows: 8800, created: 6117, faulty: 2683, faults_total: 2905 })
  expect(report.groups).toMatchObject([
    { column: 'product', code: 'reference_unknown', value: 'GTXPro', suggestion: 'GTX Pro', rows: 1480, first_row: 3 },
    { column: 'account', code: 'field_required', value: null, rows: 1425, first_row: 11 },
  ])
  expect(report.faults).toHaveLength(2905)
  expect(report.faults[0]).toMatchObject({ row: 3, column: 'product', value: 'GTXPro', suggestion: 'GTX Pro' })
  expect(await manager.count('opportunity', 'external_id != null')).toBe(6117)
})

const unnamed = '未注明客户'

test('two answers in the wizard bring in the rows that were left out, and only those', { timeout: 900_000 }, async () => {
  const answered = { ...decided, replacements: { product: { GTXPro: 'GTX Pro' } }, blank: { account: { use: unnamed } }, create_missing: ['customer'] }
  expect(await manager.bring(sheet('opportunity', 'sales_pipeline.csv'), answered)).toMatchObject({ rows: 8800, created: 2683, unchanged: 6117, faulty: 0, created_missing: { customer: 1 } })
  expect(await manager.bring(sheet('opportunity', 'sales_pipeline.csv'), answered)).toMatchObject({ created: 0, updated: 0, unchanged: 8800, faulty: 0, created_missing: {} })
})

test('every figure of the source is a figure of the list and of the reports', { timeout: 60_000 }, async () => {
  const stages = ['won', 'lost', 'requirement', 'first_contact']
  expect(await Promise.all(stages.map((stage) => manager.count('opportunity', `stage = "${stage}"`)))).toEqual([4238, 2473, 1589, 500])
  expect(await manager.count('opportunity', 'item.name = "GTX Pro"')).toBe(1480)
  expect(await manager.count('opportunity', `customer.name = "${unnamed}"`)).toBe(1425)
  expect(await manager.count('opportunity', 'external_id != null')).toBe(8800)

  const byStage = await manager.post('/reports/deals_by_stage/run')
  expect(byStage.rows.map((row: any) => [row.values.stage, row.values.deals])).toEqual([['won', 4238], ['lost', 2473], ['requirement', 1589], ['first_contact', 500]])
  expect(byStage).toMatchObject({ count: 8800, totals: { amount: '10005534.00' } })
  for (const row of byStage.rows) expect(await manager.count('opportunity', row.where)).toBe(row.count)

  const rate = await manager.post('/reports/win_rate/run')
  expect(Number(rate.totals.rate).toFixed(2)).toBe('63.15')
  expect([rate.rows.length, rate.count]).toEqual([30, 6711])
})

test('the month of a deal is the month in which it was won', { timeout: 60_000 }, async () => {
  const rows = read('sales_pipeline.csv').toString().trim().split('\n').slice(1).map((line) => line.trim().split(','))
  const won = rows.filter(([, , , , stage, , closed]) => stage === 'Won' && /^6\/\d+\/2017$/.test(closed!)).map((row) => Number(row[7]))
  const june = await manager.post('/reports/won_in_month/run', { parameters: { p_from: '2017-06-01', p_to: '2017-07-01' } })
  expect(june).toMatchObject({ count: won.length, totals: { amount: `${won.reduce((sum, value) => sum + value, 0)}.00` } })
  expect(won.length).toBeGreaterThan(400)
})

test('history keeps the days, the people and the things it had', async () => {
  const { items } = await manager.get(`/records/opportunity?limit=1&where=${encodeURIComponent('external_id = "1C1I7A6R" and owner.name = "Moses Frase" and item.name = "GTX Plus Basic" and customer.name = "Cancity"')}`)
  expect(items[0]).toMatchObject({ stage: 'won', amount: '1054.00', closed_on: '2017-03-01', created_at: '2016-10-19T16:00:00.000Z', stage_since: '2017-02-28T16:00:00.000Z' })
})
