import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { makeWork } from '../../kernel/work/makeWork.ts'
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
    const deal = await work.create(opportunity, {
      name: '单',
      customer: customer.id,
      owner: owner.id,
      stage: 'won',
      won_amount,
      won_at,
    } as never)
    await work.emit('opportunity.won', { object: 'opportunity', record: deal.id })
  })
  await house.settle()
}
const targetOf = async (id: string) => boss.get(`/api/records/target/${id}`)

test("what is won counts into the targets of its month and year, of the company, the team and the seller, by the company's midnight", async () => {
  const year = new Date().getFullYear()
  const make = async (more: object) =>
    (await boss.post('/api/records/target', { period: `${year}-05`, amount: '1000', ...more })).id as string
  const [company, whole, team, mine] = [
    await make({}),
    await make({ period: String(year) }),
    await make({ scope: 'department', team: await house.department('销售部') }),
    await make({ scope: 'person', person: seller.id }),
  ]
  await won(seller, '400.10', `${year}-05-01T00:00:00+08:00`)
  await won(seller, '100', `${year}-04-30T23:59:59+08:00`)
  await won(other, '500', `${year}-05-31T23:59:59+08:00`)
  await won(other, '7', `${year}-06-01T00:00:00+08:00`)
  await won(seller, '300', `${year - 1}-05-10T12:00:00+08:00`)
  expect(await targetOf(company)).toMatchObject({
    achieved: '900.10',
    attainment: '90.01',
    last_year: '300.00',
    growth: '200.03',
  })
  expect((await targetOf(whole)).achieved).toBe('1007.10')
  expect((await targetOf(team)).achieved).toBe('400.10')
  expect((await targetOf(mine)).achieved).toBe('400.10')
  const report = await boss.post('/api/reports/target_of_month/run', {
    parameters: { p_month: `${year}-05-01` },
  })
  expect(report.totals).toEqual({ amount: '1000.00', achieved: '900.10', last_year: '300.00' })
  expect((await seller.get('/api/records/target?count=true')).count).toBe(3)
  expect((await other.get('/api/records/target?count=true')).count).toBe(2)
})

test('commissions follow the plan; what is settled is not reckoned again', async () => {
  const period = `${new Date().getFullYear()}-05`
  const plan = await boss.post('/api/records/commission_plan', {
    name: '方案',
    starts_on: '2026-01-01',
    base_bonus: '50',
    bands: [{ over_percent: '0', rate_percent: '10' }],
  })
  expect(await boss.post(`/api/records/commission_plan/${plan.id}/simulate`, { period })).toMatchObject({
    total: '40.01',
  })
  expect((await boss.get('/api/records/commission_entry')).items).toEqual([])
  await boss.post(`/api/records/commission_plan/${plan.id}/calculate`, { period })
  const [entry] = (await seller.get('/api/records/commission_entry')).items
  expect(entry).toMatchObject({ person: seller.id, amount: '40.01', state: 'draft' })
  await boss.post(`/api/records/commission_entry/${entry.id}/settle`, {})
  await boss.patch(`/api/records/commission_plan/${plan.id}`, {
    base_bonus: '999',
    bands: [{ over_percent: '0', rate_percent: '90' }],
  })
  expect(await boss.post(`/api/records/commission_plan/${plan.id}/calculate`, { period })).toEqual({
    written: 0,
  })
  expect((await seller.get('/api/records/commission_entry')).items).toMatchObject([
    { amount: '40.01', state: 'settled' },
  ])
})

test('a plan pays for no month outside its dates; it may be tried on any', async () => {
  const year = new Date().getFullYear()
  const plan = await boss.post('/api/records/commission_plan', {
    name: '下半年方案',
    starts_on: `${year}-06-01`,
    ends_on: `${year}-09-30`,
    base_bonus: '50',
    bands: [{ over_percent: '0', rate_percent: '10' }],
  })
  for (const period of [`${year}-05`, `${year}-10`])
    expect(await boss.post(`/api/records/commission_plan/${plan.id}/calculate`, { period })).toMatchObject({
      written: 0,
      note: { zh: expect.stringContaining('未生效') },
    })
  for (const period of [`${year}-06`, `${year}-09`])
    expect(
      await boss.post(`/api/records/commission_plan/${plan.id}/calculate`, { period }),
    ).not.toHaveProperty('note')
  expect(
    await boss.post(`/api/records/commission_plan/${plan.id}/simulate`, { period: `${year}-05` }),
  ).toMatchObject({ total: '40.01' })
})

/** Everything a test needs of a seller's month of their own: nothing of it is in another test's figures. */
async function monthOf(period: string, amount: string) {
  const person = await house.person(`销售${Math.random()}`, ['sales'], '销售一组')
  const goal = await boss.post('/api/records/target', { period, scope: 'person', person: person.id, amount })
  return { person, goal: goal.id as string }
}
const lastYear = new Date().getFullYear() - 1

test('a second target for the same person and month is refused, by whoever and even in the same moment', async () => {
  const { person } = await monthOf(`${lastYear}-03`, '1000')
  const again = { period: `${lastYear}-03`, scope: 'person', person: person.id, amount: '500' }
  expect(await boss.post('/api/records/target', again)).toMatchObject({
    code: 'target_twice',
    field: 'period',
  })
  const next = { ...again, period: `${lastYear}-04` }
  const answers = await Promise.all(
    [boss, boss, boss].map((who) => who.raw({ method: 'POST', url: '/api/records/target', payload: next })),
  )
  expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409])
  const other = (await boss.post('/api/records/target', { ...again, period: `${lastYear}-06` })).id
  expect((await boss.patch(`/api/records/target/${other}`, { period: `${lastYear}-03` })).code).toBe(
    'target_twice',
  )
})

test('two targets of earlier times for one month are one commission on their sum, and what was won counts once', async () => {
  const { person, goal } = await monthOf(`${lastYear}-07`, '1000')
  const twin = (
    await boss.post('/api/records/target', {
      period: `${lastYear}-08`,
      scope: 'person',
      person: person.id,
      amount: '500',
    })
  ).id
  await sql`update ${sql.id(house.workspace.name, 'target')} set period = ${`${lastYear}-07`} where id = ${twin}`.execute(
    house.workspace.db,
  )
  await won(person, '1650', `${lastYear}-07-10T12:00:00+08:00`)
  expect([(await targetOf(goal)).achieved, (await targetOf(twin)).achieved]).toEqual(['1650.00', '0.00'])
  const plan = await boss.post('/api/records/commission_plan', {
    name: '合并',
    starts_on: `${lastYear}-01-01`,
    base_bonus: '50',
    bands: [{ over_percent: '100', rate_percent: '10' }],
  })
  const { rows } = await boss.post(`/api/records/commission_plan/${plan.id}/simulate`, {
    period: `${lastYear}-07`,
  })
  expect(rows).toMatchObject([
    { person: person.id, target_amount: '1500.00', achieved: '1650.00', attainment: '110', amount: '65.00' },
  ])
  await boss.del(`/api/records/target/${goal}`)
  await house.settle()
  expect(await targetOf(twin)).toMatchObject({ achieved: '1650.00', attainment: '330' })
})

test('a won deal counts for who has it now, and for nobody once it is deleted; a month that was paid stays', async () => {
  const period = `${lastYear}-09`
  const [first, second] = [await monthOf(period, '1000'), await monthOf(period, '1000')]
  await won(first.person, '900', `${lastYear}-09-10T12:00:00+08:00`)
  const figures = async () => [(await targetOf(first.goal)).achieved, (await targetOf(second.goal)).achieved]
  expect(await figures()).toEqual(['900.00', '0.00'])
  const [deal] = (
    await boss.get(`/api/records/opportunity?where=${encodeURIComponent(`owner = "${first.person.id}"`)}`)
  ).items
  await boss.patch(`/api/records/opportunity/${deal.id}`, { owner: second.person.id })
  await house.settle()
  expect(await figures()).toEqual(['0.00', '900.00'])
  await boss.del(`/api/records/opportunity/${deal.id}`)
  await house.settle()
  expect(await figures()).toEqual(['0.00', '0.00'])
  await won(second.person, '700', `${lastYear}-09-11T12:00:00+08:00`)
  const plan = await boss.post('/api/records/commission_plan', {
    name: '九月',
    starts_on: `${lastYear}-01-01`,
    base_bonus: '0',
    bands: [{ over_percent: '0', rate_percent: '10' }],
  })
  await boss.post(`/api/records/commission_plan/${plan.id}/calculate`, { period })
  const [entry] = (await second.person.get('/api/records/commission_entry')).items
  await boss.post(`/api/records/commission_entry/${entry.id}/settle`, {})
  const [late] = (
    await boss.get(`/api/records/opportunity?where=${encodeURIComponent(`owner = "${second.person.id}"`)}`)
  ).items
  await boss.patch(`/api/records/opportunity/${late.id}`, { owner: first.person.id })
  await house.settle()
  expect(await figures()).toEqual(['0.00', '700.00'])
})
