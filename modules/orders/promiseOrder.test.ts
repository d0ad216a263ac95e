import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller } from '../../kernel/testing/testHouse.ts'
import { startTrade, type Trade } from '../contracts/testTrade.ts'
import { inventory } from '../inventory/index.ts'
import { orders } from './index.ts'

let trade: Trade, planner: Caller
beforeAll(async () => {
  trade = await startTrade([orders, inventory])
  planner = await trade.house.person('计划员', ['planner'])
})
afterAll(() => trade?.house.stop())

test('the planner’s word to the customer holds for the whole order or for one line, and the seller hears of it', async () => {
  const { seller } = trade
  const buyer = await seller.post('/api/records/customer', { name: '昆山承诺有限公司' })
  const { id } = await seller.post('/api/records/order', {
    customer: buyer.id,
    lines: [
      { name: '法兰', quantity: '2' },
      { name: '轴套', quantity: '5' },
    ],
  })
  const promise = (body: object) => planner.post(`/api/records/order/${id}/promise`, body)
  await promise({ promised_on: '2027-03-01' })
  const whole = await seller.get(`/api/records/order/${id}`)
  expect(whole).toMatchObject({
    promised_on: '2027-03-01',
    lines: [{ promised_on: '2027-03-01' }, { promised_on: '2027-03-01' }],
  })
  await promise({ promised_on: '2027-02-15', line: whole.lines[0].id })
  expect(await seller.get(`/api/records/order/${id}`)).toMatchObject({
    promised_on: '2027-03-01',
    lines: [{ promised_on: '2027-02-15' }, { promised_on: '2027-03-01' }],
  })
  const notices = (await seller.get('/api/notifications')).items
  expect(notices.map(({ title }: { title: { zh: string } }) => title.zh)).toContain(
    `${whole.number} 承诺交期 2027-03-01`,
  )
})
