import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { makeWork } from '../../kernel/work/makeWork.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { leads } from '../leads/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { receivables } from '../receivables/index.ts'
import { unpostLine } from '../receivables/postLine.ts'
import { earlierSteps } from '../receivables/testEarlierSteps.ts'
import { channels } from './index.ts'

let house: TestHouse, boss: Caller, seller: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    leads,
    customers,
    pipeline,
    earlierSteps,
    receivables,
    channels,
  ])
  boss = await house.person('总', ['manager'])
  seller = await house.person('渠道经理', ['sales'])
  await house.person('沈岚', ['sales_director'])
})
afterAll(() => house?.stop())

async function register(partner: string, company: string) {
  const { id } = await seller.post('/api/records/deal_registration', { partner, company, amount: '100000' })
  return seller.post(`/api/records/deal_registration/${id}/register`, {})
}

test('a registration names the customer we have already; a company under protection is not given twice; its partner earns on what is paid', async () => {
  const [one, two] = [
    await seller.post('/api/records/partner', { name: '苏南代理', rebate_percent: '5' }),
    await seller.post('/api/records/partner', { name: '苏北代理' }),
  ]
  const customer = await boss.post('/api/records/customer', {
    name: '苏州宏远精密机械有限公司',
    owner: seller.id,
  })
  await house.settle()
  const first = await register(one.id, '苏州宏远精密机械公司')
  expect(first).toMatchObject({
    state: 'registered',
    customer: customer.id,
    conflict: expect.stringContaining('已有客户'),
  })
  expect(
    (
      await seller.raw({
        method: 'POST',
        url: `/api/records/deal_registration/${first.id}/approve`,
        payload: {},
      })
    ).status,
  ).toBe(403)
  expect(await boss.post(`/api/records/deal_registration/${first.id}/approve`, {})).toMatchObject({
    state: 'approved',
    protected_until: expect.any(String),
  })
  const second = await register(two.id, '宏远精密机械（苏州）有限公司')
  expect((await boss.post(`/api/records/deal_registration/${second.id}/approve`, {})).code).toBe(
    'deal_protected',
  )
  expect(await register(two.id, '宁波毫不相干塑业')).toMatchObject({ conflict: null })

  const owed = await boss.post('/api/records/order', {
    customer: customer.id,
    amount: '1000.10',
    owner: seller.id,
  })
  await house.settle()
  const [row] = (
    await boss.get(`/api/records/receivable?where=${encodeURIComponent(`order = "${owed.id}"`)}`)
  ).items
  await transact(house.workspace, systemActor('tests'), async (tx) => {
    const work = makeWork(tx)
    const account = await work.create('bank_account', { name: '户' })
    const line = await work.create('bank_line', {
      account: account.id,
      booked_on: work.today(),
      amount: '1000.10',
      currency: 'CNY',
      fingerprint: 'x',
    })
    await work.create('allocation', {
      receivable: row.id,
      bank_line: line.id,
      customer: customer.id,
      amount: '1000.10',
      received_on: work.today(),
    })
    for (const _ of [1, 2]) await work.emit('receivable.paid', { object: 'receivable', record: row.id })
  })
  await house.settle()
  expect((await boss.get('/api/records/rebate')).items).toMatchObject([
    { partner: one.id, base: '1000.10', amount: '50.01' },
  ])

  // The line was matched to the wrong customer: nothing has been paid, and nothing is earned.
  await transact(house.workspace, systemActor('tests'), async (tx) => {
    const work = makeWork(tx)
    await unpostLine(work, (await work.first('bank_line'))!.id, '认错')
  })
  await house.settle()
  expect((await boss.get('/api/records/rebate')).items).toEqual([])
})
