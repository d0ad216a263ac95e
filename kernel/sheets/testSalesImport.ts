import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  bool,
  date,
  defineModule,
  defineObject,
  definePipeline,
  money,
  number,
  reference,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { sendSheet } from '../testing/sendSheet.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import type { SalesHistory } from '../testing/testSales.ts'

const grants = { boss: { create: true, read: true, update: true, import: true, export: true } } as const
const account = defineObject('account', {
  label: { zh: '客户', en: 'Account' },
  title: 'name',
  number: 'KH{0000}',
  fields: {
    name: text({ required: true, unique: true, search: true }),
    industry: text({ label: { zh: '行业', en: 'Industry' } }),
    year_established: number(),
    revenue: money(),
    employees: number(),
    office_location: text(),
    parent: reference('account', { label: { zh: '母公司', en: 'Parent' } }),
  },
  access: grants,
})
const product = defineObject('product', {
  label: { zh: '产品', en: 'Product' },
  title: 'name',
  fields: {
    name: text({ required: true, unique: true }),
    series: text(),
    price: money({ label: { zh: '单价', en: 'Price' } }),
  },
  access: grants,
})
const deal = defineObject('deal', {
  label: { zh: '商机', en: 'Deal' },
  number: 'SJ{yyyy}-{00000}',
  fields: {
    external_id: text({ required: true, unique: true, label: { zh: '外部编号', en: 'External id' } }),
    account: reference('account', { required: true, label: { zh: '客户', en: 'Account' } }),
    product: reference('product', { required: true, label: { zh: '产品', en: 'Product' } }),
    amount: money({ label: { zh: '金额', en: 'Amount' } }),
    engage_date: date(),
    close_date: date(),
    hot: bool(),
  },
  access: grants,
})
const flow = definePipeline('deal_flow', {
  object: 'deal',
  label: { zh: '商机流程', en: 'Deals' },
  default: true,
  stages: [
    {
      name: 'prospecting',
      label: { zh: '接触', en: 'Prospecting' },
      exit: [{ code: 'never', condition: 'hot = true', label: { zh: '标为热', en: 'Marked hot' } }],
    },
    { name: 'engaging', label: { zh: '跟进', en: 'Engaging' } },
    { name: 'won', label: { zh: '赢单', en: 'Won' }, ends: 'won' },
    { name: 'lost', label: { zh: '输单', en: 'Lost' }, ends: 'lost' },
  ],
})
const seller = defineObject('seller', {
  label: { zh: '销售', en: 'Seller' },
  title: 'name',
  fields: {
    name: text({ required: true }),
    manager: text(),
    region: text({ label: { zh: '大区', en: 'Region' } }),
  },
  access: grants,
})
const crm = defineModule({
  name: 'crm',
  label: { zh: '销售' },
  objects: [account, product, deal, seller],
  pipelines: [flow],
  roles: [{ name: 'boss', label: { zh: '主管' } }],
})

let house: TestHouse, boss: Caller
const sending =
  (history: SalesHistory) =>
  (name: string, object: string, options: object = {}, query = '') =>
    sendSheet(boss, `/api/records/${object}/import${query}`, { name, content: history.sheet(name) }, options)

/**
 * Proves the import on sheets of sales history whose every figure is known, with objects of the kernel's own.
 */
export function proveSalesImport(history: SalesHistory): void {
  beforeAll(async () => {
    house = await startTestHouse(testDatabaseUrl(), [crm])
    boss = await house.person('总', ['boss'])
  })
  afterAll(() => house?.stop())
  proveMasterDataComesIn(history)
  proveDryRun(history)
  proveDealsComeIn(history)
}

function proveMasterDataComesIn(history: SalesHistory): void {
  const send = sending(history)

  test(
    'accounts, products and sellers come in, also where a mother company stands below its daughter',
    { timeout: 120_000 },
    async () => {
      const { accounts, products, sellers } = history
      const columns = (...known: [string, string][]) =>
        expect.arrayContaining(known.map(([name, field]) => ({ name, field })))
      expect(await send('accounts.csv', 'account', { mapping: { account: 'name' } })).toMatchObject({
        rows: accounts,
        created: accounts,
        faulty: 0,
        columns: columns(['sector', 'industry'], ['subsidiary_of', 'parent']),
      })
      expect(await send('products.csv', 'product')).toMatchObject({
        rows: products,
        created: products,
        faulty: 0,
        columns: columns(['product', 'name'], ['series', 'series'], ['sales_price', 'price']),
      })
      expect(await send('sales_teams.csv', 'seller', { mapping: { sales_agent: 'name' } })).toMatchObject({
        rows: sellers,
        created: sellers,
        faulty: 0,
        columns: columns(['regional_office', 'region']),
      })
      for (const line of history.sheet('sales_teams.csv').toString().trim().split('\n').slice(1))
        await house.person(line.split(',')[0]!, ['boss'])
    },
  )
}

function proveDryRun(history: SalesHistory): void {
  const { rows, misspelt, blank, both } = history
  const faulty = misspelt.rows + blank.rows - both
  const send = sending(history)

  test(
    'a dry run of the pipeline names every faulty row and writes nothing',
    { timeout: 300_000 },
    async () => {
      const report = await send('sales_pipeline.csv', 'deal', { key: 'external_id' }, '?dry_run=true')
      expect(report.columns.map(({ field }: { field: string }) => field)).toEqual([
        'external_id',
        'owner',
        'product',
        'account',
        'stage',
        'engage_date',
        'close_date',
        'amount',
      ])
      expect(report).toMatchObject({
        rows,
        created: rows - faulty,
        updated: 0,
        unchanged: 0,
        faulty,
        faults_total: misspelt.rows + blank.rows,
      })
      expect(report.groups).toMatchObject([
        {
          column: 'product',
          code: 'reference_unknown',
          value: misspelt.value,
          suggestion: misspelt.meant,
          rows: misspelt.rows,
        },
        { column: 'account', code: 'field_required', rows: blank.rows },
      ])
      expect(report.faults).toHaveLength(misspelt.rows + blank.rows)
      expect(await boss.get('/api/records/deal?count=true')).toMatchObject({ count: 0 })
    },
  )
}

function proveDealsComeIn(history: SalesHistory): void {
  const { rows, misspelt, blank, both } = history
  const faulty = misspelt.rows + blank.rows - both
  const send = sending(history)

  test(
    'the good rows are written, the others after one replacement and one word for the empty cells; then the same sheet changes nothing',
    { timeout: 600_000 },
    async () => {
      expect(
        await send('sales_pipeline.csv', 'deal', {
          mapping: { opportunity_id: 'external_id' },
          key: 'external_id',
        }),
      ).toMatchObject({ rows, created: rows - faulty, faulty })
      const replacements = { product: { [misspelt.value]: misspelt.meant } }
      const mended = {
        key: 'external_id',
        replacements,
        blank: { account: { use: '未知客户' } },
        create_missing: ['account'],
      }
      expect(
        await send('sales_pipeline.csv', 'deal', { ...mended, create_missing: [], blank: {} }),
      ).toMatchObject({ created: misspelt.rows - both, unchanged: rows - faulty, faulty: blank.rows })
      expect(await send('sales_pipeline.csv', 'deal', mended)).toMatchObject({
        created: blank.rows,
        unchanged: rows - blank.rows,
        faulty: 0,
        created_missing: { account: 1 },
      })
      expect(await send('sales_pipeline.csv', 'deal', mended)).toMatchObject({
        rows,
        created: 0,
        updated: 0,
        unchanged: rows,
        faulty: 0,
      })
      const counts = await Promise.all(
        ['won', 'lost', 'engaging', 'prospecting'].map(
          async (stage) =>
            (
              await boss.get(
                `/api/records/deal?count=exact&limit=1&where=${encodeURIComponent(`stage = "${stage}"`)}`,
              )
            ).count,
        ),
      )
      expect(counts).toEqual(history.stages)
    },
  )
}
