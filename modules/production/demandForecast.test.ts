import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRecord } from '../../kernel/records/write.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { dwell } from '../../kernel/pipeline/dwell.ts'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { modules } from '../index.ts'

let house: TestHouse, director: Caller, admin: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [dwell, ...modules])
  director = await house.person('沈岚', ['manager'], '销售部')
  admin = await house.person('管理员', ['admin'], '销售部')
  const { id: customer } = await director.post('/api/records/customer', { name: '苏州恒源自动化有限公司' })
  const deal = (stage: string, amount: string, more: Record<string, unknown> = {}) =>
    transact(house.workspace, systemActor('tests'), (tx) =>
      createRecord(
        tx,
        'opportunity',
        {
          name: `${stage} ${amount}`,
          customer,
          amount,
          product_line: 'machining',
          expected_close_on: '2026-10-08',
          owner: director.id,
          ...more,
        },
        { history: { stage } },
      ),
    )
  await deal('first_contact', '1000')
  await deal('negotiation', '2000', { probability: '5' })
  await deal('negotiation', '3000', { pipeline: 'opportunity_5' })
  await deal('contract', '500', { expected_close_on: '2026-11-01' })
  await deal('proposal', '700', { product_line: 'mould', expected_close_on: null })
  await deal('won', '90000')
  await deal('lost', '80000')
})
afterAll(() => house?.stop())

const forecast = async () => {
  const { rows, totals } = await director.post('/api/reports/demand_forecast/run')
  const sorted = (rows as { values: Record<string, string>; where: string; count: number }[]).map(
    ({ values }) => [values.product_line, values.month ?? null, values.deals, Number(values.weighted)],
  )
  return {
    rows,
    figures: sorted.sort((a, b) => String(a).localeCompare(String(b))),
    total: Number(totals.weighted),
  }
}

test('ORD-10: an open deal counts by the chance its stage gives it in its own pipeline, whatever its seller guessed; decided deals do not count', async () => {
  const { figures, total } = await forecast()
  expect(figures).toEqual([
    ['machining', '2026-10-01', 3, 1000 * 0.1 + 2000 * 0.6 + 3000 * 0.7],
    ['machining', '2026-11-01', 1, 500 * 0.9],
    ['mould', null, 1, 700 * 0.4],
  ])
  expect(total).toBe(3400 + 450 + 280)
})

test('every figure of the forecast opens exactly its deals', async () => {
  for (const { where, count, values } of (await forecast()).rows) {
    const list = await director.get(`/api/records/opportunity?count=exact&where=${encodeURIComponent(where)}`)
    expect([list.count, list.items.length]).toEqual([count, values.deals])
  }
})

test('a company that thinks better of a stage changes its forecast with it', async () => {
  const { definition } = await admin.get('/api/definitions/pipeline/opportunity_7')
  const stages = definition.stages.map((stage: { name: string }) =>
    stage.name === 'negotiation' ? { ...stage, probability: 80 } : stage,
  )
  await admin.put('/api/definitions/pipeline/opportunity_7', { ...definition, stages })
  await admin.post('/api/definitions/pipeline/opportunity_7/publish')
  expect((await forecast()).figures[0]![3]).toBe(1000 * 0.1 + 2000 * 0.8 + 3000 * 0.7)
})
