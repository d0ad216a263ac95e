import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTrade, stock, type Trade } from '../../contracts/testTrade.ts'

let trade: Trade
beforeAll(async () => {
  trade = await startTrade()
  await stock(trade, { code: 'FL', price: '100', cost: '40' })
})
afterAll(() => trade?.house.stop())

test('a customer who says no ends the offer with the reason, and the follow-up rings no more', async () => {
  const { seller, house } = trade
  const buyer = await seller.post('/api/records/customer', { name: '昆山婉拒有限公司' })
  const { id } = await seller.post('/api/records/quote', {
    customer: buyer.id,
    lines: [{ name: '法兰', item_code: 'FL', quantity: '1', base_price: '100' }],
  })
  const act = (verb: string, payload: object = {}) =>
    seller.raw({ method: 'POST', url: `/api/records/quote/${id}/${verb}`, payload })
  expect((await act('submit')).body).toMatchObject({ stage: 'approved' })
  expect((await act('decline', { reason: '尚未发出' })).status).toBe(409)
  await act('send')
  expect((await act('decline')).body).toMatchObject({ field: 'reason' })
  expect((await act('decline', { reason: '价格高于预算' })).body).toMatchObject({
    stage: 'declined',
    decline_reason: '价格高于预算',
  })
  await house.forward({ days: 20 })
  const { items } = await seller.get('/api/tasks')
  expect(items.filter((one: { record: string }) => one.record === id)).toEqual([])
  const told = (await seller.get(`/api/records/quote/${id}/timeline`)).items
  expect(told.map((one: { name: string }) => one.name)).toContain('quote.declined')
})
