import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SalesHistory } from '../kernel/testing/testSales.ts'
import { testDatabaseUrl } from './postgres/testDatabase.ts'
import { startDemo, type Demo } from './seed/startDemo.ts'
import { signIn, type Answer, type Person } from './testPerson.ts'

const unnamed = '未注明客户'

let demo: Demo, admin: Person, manager: Person

/**
 * Proves on sheets of sales history, whose every figure is known, that the demonstration company takes them
 * in whole.
 */
export function proveSalesHistory(history: SalesHistory): void {
  beforeAll(async () => {
    demo = await startDemo(testDatabaseUrl())
    admin = await signIn(demo.base, 'admin@demo.example', demo.password)
    manager = await signIn(demo.base, 'manager@demo.example', demo.password)
  })
  afterAll(() => demo?.stop())
  proveMasterDataComesIn(history)
  proveOpportunitiesComeIn(history)
  proveFiguresHold(history)
}

function proveMasterDataComesIn(history: SalesHistory): void {
  const sheet = (object: string, name: string) => ({ object, name, content: history.sheet(name) })

  test(
    'accounts become customers, products items, sellers people with their manager and office',
    { timeout: 60_000 },
    async () => {
      const { accounts, products, sellers, team } = history
      const asCustomers = {
        mapping: { office_location: 'address' },
        replacements: { sector: { technolgy: 'technology' } },
      }
      expect(await manager.bring(sheet('customer', 'accounts.csv'), asCustomers)).toMatchObject({
        rows: accounts,
        created: accounts,
        faulty: 0,
      })
      expect(await manager.count('customer', 'industry = "technology"')).toBe(history.technology)
      expect(
        await manager.bring(sheet('item', 'products.csv'), {
          mapping: { product: ['name', 'code'], series: 'spec' },
        }),
      ).toMatchObject({ rows: products, created: products, faulty: 0 })
      const people = {
        mapping: { sales_agent: 'name', regional_office: 'department' },
        create_missing: ['manager', 'department'],
      }
      expect(await manager.bring(sheet('user', 'sales_teams.csv'), people)).toMatchObject({
        code: 'not_allowed',
      })
      expect(await admin.bring(sheet('user', 'sales_teams.csv'), people)).toMatchObject({
        rows: sellers,
        created: sellers,
        faulty: 0,
        created_missing: { user: history.managers, department: history.offices },
      })
      expect(
        await admin.count('user', `manager.name = "${team.manager}" and department.name = "${team.office}"`),
      ).toBe(team.sellers)
    },
  )
}

/** What is decided in the wizard before the first row: a deal keeps its number and its moments. */
const decided = {
  key: 'external_id',
  mapping: {
    opportunity_id: ['external_id', 'name'],
    product: 'item',
    engage_date: 'created_at',
    close_date: ['closed_on', 'stage_since'],
    close_value: 'amount',
  },
  values: { deal_stage: { Prospecting: 'first_contact', Engaging: 'requirement' } },
}

function proveOpportunitiesComeIn(history: SalesHistory): void {
  const { rows, misspelt, blank, both } = history
  const faulty = misspelt.rows + blank.rows - both
  const sheet = (object: string, name: string) => ({ object, name, content: history.sheet(name) })

  test(
    'the sound opportunities come in; a product nobody has and an account nobody wrote are named by row and column',
    { timeout: 900_000 },
    async () => {
      const report = await manager.bring(sheet('opportunity', 'sales_pipeline.csv'), decided)
      expect(report).toMatchObject({
        rows,
        created: rows - faulty,
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
          first_row: misspelt.first_row,
        },
        {
          column: 'account',
          code: 'field_required',
          value: null,
          rows: blank.rows,
          first_row: blank.first_row,
        },
      ])
      expect(report.faults).toHaveLength(misspelt.rows + blank.rows)
      expect(report.faults[0]).toMatchObject({
        row: misspelt.first_row,
        column: 'product',
        value: misspelt.value,
        suggestion: misspelt.meant,
      })
      expect(await manager.count('opportunity', 'external_id != null')).toBe(rows - faulty)
    },
  )

  test(
    'two answers in the wizard bring in the rows that were left out, and only those',
    { timeout: 900_000 },
    async () => {
      const answered = {
        ...decided,
        replacements: { product: { [misspelt.value]: misspelt.meant } },
        blank: { account: { use: unnamed } },
        create_missing: ['customer'],
      }
      expect(await manager.bring(sheet('opportunity', 'sales_pipeline.csv'), answered)).toMatchObject({
        rows,
        created: faulty,
        unchanged: rows - faulty,
        faulty: 0,
        created_missing: { customer: 1 },
      })
      expect(await manager.bring(sheet('opportunity', 'sales_pipeline.csv'), answered)).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: rows,
        faulty: 0,
        created_missing: {},
      })
    },
  )
}

function proveFiguresHold(history: SalesHistory): void {
  const { rows, misspelt, blank } = history

  test(
    'every figure of the source is a figure of the list and of the reports',
    { timeout: 60_000 },
    async () => {
      const stages = ['won', 'lost', 'requirement', 'first_contact']
      expect(
        await Promise.all(
          stages.map((stage) => manager.count('opportunity', `stage = "${stage}" and external_id != null`)),
        ),
      ).toEqual(history.stages)
      expect(await manager.count('opportunity', `item.name = "${misspelt.meant}"`)).toBe(misspelt.rows)
      expect(await manager.count('opportunity', `customer.name = "${unnamed}"`)).toBe(blank.rows)
      expect(await manager.count('opportunity', 'external_id != null')).toBe(rows)

      const byStage = await manager.post('/reports/deals_by_stage/run')
      const figures = Object.fromEntries(
        byStage.rows.map((row: Answer) => [row.values.stage, row.values.deals]),
      )
      expect(stages.map((stage) => figures[stage])).toEqual(history.stages)
      expect(byStage).toMatchObject({ count: rows, totals: { amount: history.amount } })
      for (const row of byStage.rows) expect(await manager.count('opportunity', row.where)).toBe(row.count)

      const rate = await manager.post('/reports/win_rate/run')
      expect(Number(rate.totals.rate).toFixed(2)).toBe(history.rate.percent)
      expect([rate.rows.length, rate.count]).toEqual([
        history.rate.sellers,
        history.stages[0] + history.stages[1],
      ])
    },
  )

  test('the month of a deal is the month in which it was won', { timeout: 60_000 }, async () => {
    const { from, to, won, amount } = history.month
    expect(
      await manager.post('/reports/won_in_month/run', { parameters: { p_from: from, p_to: to } }),
    ).toMatchObject({ count: won, totals: { amount } })
    expect(won).toBeGreaterThan(10)
  })

  test('history keeps the days, the people and the things it had', async () => {
    const { id, owner, product, account, amount, closed, engaged_at, closed_at } = history.sample
    const sought = `external_id = "${id}" and owner.name = "${owner}" and item.name = "${product}" and customer.name = "${account}"`
    const { items } = await manager.get(`/records/opportunity?limit=1&where=${encodeURIComponent(sought)}`)
    expect(items[0]).toMatchObject({
      stage: 'won',
      amount,
      closed_on: closed,
      created_at: engaged_at,
      stage_since: closed_at,
    })
  })
}
