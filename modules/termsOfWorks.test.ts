import { afterAll, beforeAll, expect } from 'vitest'
import type { Caller } from '../kernel/testing/testHouse.ts'
import { addDays, addMonths } from '../model/index.ts'
import { addWorkdays } from './production/earliestDate.ts'
import { hoursGiven, openTermHouse, termTests, type TermHouse } from './testTerms.ts'

let terms: TermHouse, boss: Caller, seller: Caller, planner: Caller, inspector: Caller, keeper: Caller
let customer: string
beforeAll(async () => {
  terms = await openTermHouse()
  boss = await terms.as('manager', '顾明远')
  seller = await terms.as('sales', '林晓')
  planner = await terms.as('planner', '钱进')
  inspector = await terms.as('quality', '何静')
  keeper = await terms.as('warehouse', '郑仓')
  const made = await seller.post('/api/records/customer', { name: '昆山恒泰自动化设备有限公司' })
  customer = made.id
}, 60_000)
afterAll(() => terms?.house.stop())
const governs = termTests(() => terms)

/** An item, of which some lie on stock. */
async function makeItem(code: string, stock = '0'): Promise<string> {
  const { id } = await planner.post('/api/records/item', { code, name: `${code} 齿轮泵` })
  if (stock !== '0') await keeper.post(`/api/records/item/${id}/receive`, { quantity: stock })
  return id
}
/** An order of one piece at the price of the list, confirmed. */
async function confirmedOrder(code: string, stock = '0'): Promise<string> {
  const item = await makeItem(code, stock)
  await boss.post('/api/records/price_list', { item_code: code, price: '100', valid_from: '2020-01-01' })
  const lines = [{ item, name: code, quantity: '1', price: '100' }]
  const { id } = await seller.post('/api/records/order', { title: code, customer, lines })
  await terms.house.settle()
  await seller.post(`/api/records/order/${id}/confirm`)
  await terms.house.settle()
  expect(await seller.get(`/api/records/order/${id}`)).not.toMatchObject({ stage: 'draft' })
  return id
}
const signOffs = (order: string) => terms.rows(planner, 'requirement_sign_off', `order = "${order}"`)
const signer = ({ side }: { readonly side: string }) => (side === 'production' ? planner : inspector)
/** The inspection of what was made for an order. */
async function inspected(code: string) {
  const order = await confirmedOrder(code)
  for (const one of await signOffs(order))
    await signer(one).post(`/api/records/requirement_sign_off/${one.id}/sign`)
  const [work] = await terms.rows(planner, 'work_order', `order = "${order}"`)
  await planner.post(`/api/records/work_order/${work.id}/release`)
  const worker = await terms.as('worker', '孙师傅')
  for (const card of await terms.rows(worker, 'job_card', `work_order = "${work.id}"`)) {
    await worker.post(`/api/records/job_card/${card.id}/start`)
    await worker.post(`/api/records/job_card/${card.id}/report`, { good: '1', minutes: '30' })
    await worker.post(`/api/records/job_card/${card.id}/finish`)
  }
  await terms.house.settle()
  const [inspection] = await terms.rows(inspector, 'inspection', `work_order = "${work.id}"`)
  return inspection
}
const earliest = async (item: string): Promise<string> =>
  (await seller.post('/api/records/order/estimate_date', { lines: [{ item, quantity: '1' }] })).earliest_on

governs(
  'sign_off_due',
  '36',
  'both sides have thirty-six hours to sign for the special requirements',
  async ({ task }) => {
    for (const one of await signOffs(await confirmedOrder('SO-36', '1')))
      expect(hoursGiven(await task(signer(one), one.id, 'sign_off'))).toBe(36)
  },
)

governs(
  'work_centre_day',
  '120',
  'six hundred minutes of work are five days of a work centre that works two hours',
  async ({ today }) => {
    const item = await makeItem('WC-120')
    const lines = [{ sequence: '10', name: '车削', work_centre: '车床', run_minutes: '600' }]
    await planner.post('/api/records/routing', { item, name: '车削', lines })
    expect(await earliest(item)).toBe(addWorkdays(today(), 5 + 1))
  },
)

governs('handling', '4', 'what lies on stock leaves after four working days', async ({ today }) => {
  expect(await earliest(await makeItem('HD-4', '1'))).toBe(addWorkdays(today(), 4))
})

governs('inspection_due', '3', 'the inspector has three hours for what was finished', async ({ task }) => {
  expect(hoursGiven(await task(inspector, (await inspected('IN-3')).id, 'inspection'))).toBe(3)
})

governs(
  'disposition_due',
  '6',
  'what failed is to be disposed of within six days',
  async ({ house, rows, task, today }) => {
    const { id } = await inspected('DI-6')
    await inspector.post(`/api/records/inspection/${id}/record`, { result: 'fail', note: '尺寸超差' })
    const [fault] = await rows(inspector, 'nonconformance', `inspection = "${id}"`)
    expect(fault.due_on).toBe(addDays(today(), 6))
    const evening = new Date(`${fault.due_on}T17:00:00+08:00`).toISOString()
    expect(house.workspace.zone).toBe('Asia/Shanghai')
    expect((await task(inspector, fault.id, 'nonconformance')).due_at).toBe(evening)
  },
)

governs('supervision_due', '12', 'the manager has twelve hours for what was escalated', async ({ task }) => {
  const complaint = { subject: '漏油', customer, raised_by: 'customer' }
  const { id } = await seller.post('/api/records/nonconformance', complaint)
  await seller.post(`/api/records/nonconformance/${id}/escalate`, { reason: '客户停线' })
  expect(hoursGiven(await task(boss, id, 'supervision'))).toBe(12)
})

governs(
  'usual_warranty',
  '18',
  'a machine whose item says nothing has eighteen months of warranty',
  async ({ house, rows, today }) => {
    const order = await confirmedOrder('UW-18', '1')
    expect(await keeper.post(`/api/records/order/${order}/ship`)).toMatchObject({ complete: true })
    await house.settle()
    const [unit] = await rows(boss, 'equipment', `order = "${order}"`)
    expect(unit).toMatchObject({ warranty_from: today(), warranty_to: addMonths(today(), 18) })
    const old = { name: '旧机床', serial: 'OLD-1', customer, shipped_on: '2026-01-31' }
    const byHand = await boss.post('/api/records/equipment', old)
    await house.settle()
    expect(await boss.get(`/api/records/equipment/${byHand.id}`)).toMatchObject({ warranty_to: '2027-07-31' })
  },
)
