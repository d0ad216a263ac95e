import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { makeWork } from '../../kernel/work.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { leads } from '../leads/index.ts'
import { opportunity, pipeline } from '../pipeline/index.ts'
import { performance } from './index.ts'

let house: TestHouse, boss: Caller, seller: Caller, other: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [leads, customers, pipeline, performance])
  await house.department('销售部')
  await house.department('销售一组', '销售部')
  boss = await house.person('总', ['manager'])
  seller = await house.person('林晓', ['sales'], '销售一组')
  other = await house.person('周予安', ['sales'], '别处')
})
afterAll(() => house?.stop())

/** A deal that was won at a moment, as history brings it. */
async function won(owner: Caller, won_amount: string, won_at: string): Promise<void> {
  const customer = await boss.post('/api/records/customer', { name: `客户${Math.random()}`, owner: owner.id })
  await transact(house.workspace, systemActor('tests'), async (tx) => {
    const work = makeWork(tx)
    const deal = await work.create(opportunity, { name: '单', customer: customer.id, owner: owner.id, stage: 'won', won_amount, won_at } as never)
    await work.emit('opportunity.won', { object: 'opportunity', record: deal.id })
  })
  await house.settle()
}
const targetOf = async (id: string) => boss.get(`/api/records/target/${id}`)

test('what is won counts into the targets of its month and year, of the company, the team and the seller, by the company\'s midnight', async () => {
  const year = new Date().getFullYear()
  const make = async (more: object) => (await boss.post('/api/records/target', { period: `${year}-05`, amount: '1000', ...more })).id as string
  const [company, whole, team, mine] = [await make({}), await make({ period: String(year) }), await make({ scope: 'department', team: await house.department('销售部') }), await make({ scope: 'person', person: seller.id })]
  await won(seller, '400.10', `${year}-05-01T00:00:00+08:00`)
  await won(seller, '100', `${year}-04-30T23:59:59+08:00`)
  await won(other, '500', `${year}-05-31T23:59:59+08:00`)
  await won(other, '7', `${year}-06-01T00:00:00+08:00`)
  await won(seller, '300', `${year - 1}-05-10T12:00:00+08:00`)
  expect(await targetOf(company)).toMatchObject({ achieved: '900.10', attainment: '90.01', last_year: '300.00', growth: '200.03' })
  expect((await targetOf(whole)).achieved).toBe('1007.10')
  expect((await targetOf(team)).achieved).toBe('400.10')
  expect((await targetOf(mine)).achieved).toBe('400.10')
  const report = await boss.post('/api/reports/target_of_month/run', { parameters: { p_month: `${year}-05-01` } })
  expect(report.totals).toEqual({ amount: '1000.00', achieved: '900.10', last_year: '300.00' })
  expect((await seller.get('/api/records/target?count=true')).count).toBe(3)
  expect((await other.get('/api/records/target?count=true')).count).toBe(2)
})

test('commissions follow the plan; what is settled is not reckoned again', async () => {
  const period = `${new Date().getFullYear()}-05`
  const plan = await boss.post('/api/records/commission_plan', { name: '方案', starts_on: '2026-01-01', base_bonus: '50', bands: [{ over_percent: '0', rate_percent: '10' }] })
  expect(await boss.post(`/api/records/commission_plan/${plan.id}/simulate`, { period })).toMatchObject({ total: '40.01' })
  expect((await boss.get('/api/records/commission_entry')).items).toEqual([])
  await boss.post(`/api/records/commission_plan/${plan.id}/calculate`, { period })
  const [entry] = (await seller.get('/api/records/commission_entry')).items
  expect(entry).toMatchObject({ person: seller.id, amount: '40.01', state: 'draft' })
  await boss.post(`/api/records/commission_entry/${entry.id}/settle`, {})
  await boss.patch(`/api/records/commission_plan/${plan.id}`, { base_bonus: '999', bands: [{ over_percent: '0', rate_percent: '90' }] })
  expect(await boss.post(`/api/records/commission_plan/${plan.id}/calculate`, { period })).toEqual({ written: 0 })
  expect((await seller.get('/api/records/commission_entry')).items).toMatchObject([{ amount: '40.01', state: 'settled' }])
})

test('a plan pays for no month outside its dates; it may be tried on any', async () => {
  const year = new Date().getFullYear()
  const plan = await boss.post('/api/records/commission_plan', { name: '下半年方案', starts_on: `${year}-06-01`, ends_on: `${year}-09-30`, base_bonus: '50', bands: [{ over_percent: '0', rate_percent: '10' }] })
  for (const period of [`${year}-05`, `${year}-10`]) expect(await boss.post(`/api/records/commission_plan/${plan.id}/calculate`, { period })).toMatchObject({ written: 0, note: { zh: expect.stringContaining('未生效') } })
  for (const period of [`${year}-06`, `${year}-09`]) expect(await boss.post(`/api/records/commission_plan/${plan.id}/calculate`, { period })).not.toHaveProperty('note')
  expect(await boss.post(`/api/records/commission_plan/${plan.id}/simulate`, { period: `${year}-05` })).toMatchObject({ total: '40.01' })
})
