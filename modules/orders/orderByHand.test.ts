import { afterAll, beforeAll, expect, test } from 'vitest'
import { stock } from '../contracts/testTrade.ts'
import { openOrders, type Orders } from './testOrders.ts'

let opened: Orders
let { trade, rows, confirm, agree } = {} as Orders
beforeAll(async () => {
  ;({ trade, rows, confirm, agree } = opened = await openOrders())
})
afterAll(() => opened?.trade.house.stop())

test('an order made by hand of nothing is held against the list and the cost like an offer; who may approve it asks nobody', async () => {
  const { seller, boss, director } = trade
  await boss.post('/api/records/item', { code: 'COSTED', name: '有成本', standard_cost: '40' })
  await stock(trade, { code: 'FEW', price: '50' })
  await stock(trade, { code: 'FEW', price: '45', min_quantity: '100' })
  const flange = (await rows('item', 'code = "FL"'))[0].id
  const buyer = await seller.post('/api/records/customer', { name: '现货有限公司' })
  const sell = async (line: object, who = seller, more: object = {}) => {
    const { id } = await seller.post('/api/records/order', {
      customer: buyer.id,
      lines: [{ name: '件', quantity: '10', ...line }],
      ...more,
    })
    const { stage, approval_reasons } = await who.post(`/api/records/order/${id}/confirm`)
    return stage === 'confirmed' ? stage : approval_reasons
  }
  for (const line of [
    { item_code: 'FL', price: '80' },
    { item: flange, price: '99' },
    { item_code: 'FL', price: '76' },
    { item_code: 'COSTED', price: '60' },
    { item_code: 'FEW', price: '45', quantity: '100' },
  ]) {
    expect(await sell(line), JSON.stringify(line)).toBe('confirmed')
  }
  expect(await sell({ item_code: 'FL', price: '0.10' })).toBe(
    '“件”单价 0.1 元，价格表 80 元，低 99.88%\n“件”单价 0.1 元，成本 40 元，低于毛利底线 12%',
  )
  expect(await sell({ item: flange, price: '75.9' })).toBe('“件”单价 75.9 元，价格表 80 元，低 5.13%')
  expect(await sell({ item_code: 'COSTED', price: '41' })).toContain('低于毛利底线')
  expect(await sell({ item_code: 'FEW', price: '45', quantity: '99' })).toContain('价格表 50')
  expect(await sell({ item_code: 'NOBODY', price: '5000' })).toBe('“件”没有价格表价格，也没有成本可比')
  expect(await sell({ item_code: 'FL' })).toContain('单价 0 元')
  expect(await sell({ item_code: 'FL', price: '80' }, seller, { currency: 'JPY' })).toContain(
    '没有价格表价格',
  )
  expect(await sell({ item_code: 'FL', price: '0.10' }, boss)).toBe('confirmed')
  expect(await sell({ item_code: 'FL', price: '0.10' }, director)).toBe('confirmed')
})

test('an order made by hand of a quote nobody accepted, or of a contract nobody signed, binds nobody', async () => {
  const { seller } = trade
  const buyer = await seller.post('/api/records/customer', { name: '抢跑有限公司' })
  const { id: quote } = await seller.post('/api/records/quote', {
    customer: buyer.id,
    lines: [{ name: '法兰', quantity: '1', base_price: '0.10' }],
  })
  const paper = await seller.post('/api/records/contract', {
    name: '抢跑',
    customer: buyer.id,
    amount: '0.10',
  })
  for (const of of [{ quote }, { contract: paper.id }]) {
    const order = await seller.post('/api/records/order', {
      customer: buyer.id,
      ...of,
      lines: [{ name: '法兰', quantity: '1', price: '0.10' }],
    })
    expect(await confirm(order.id)).toMatchObject({ stage: 'draft', approval: expect.any(String) })
  }
})

test('orders of a frame contract together take no more than it is worth', async () => {
  const { seller } = trade
  const buyer = await seller.post('/api/records/customer', { name: '年度框架有限公司' })
  const paper = await seller.post('/api/records/contract', {
    name: '年度框架',
    customer: buyer.id,
    amount: '100',
    instalments: [{ name: '全款', amount: '100', trigger: 'signing' }],
  })
  await seller.post(`/api/records/contract/${paper.id}/submit`)
  await agree(paper.id)
  await seller.post(`/api/records/contract/${paper.id}/sign`, { signed_on: '2026-01-05' })
  await trade.house.settle()
  const [own] = await rows('order', `contract = "${paper.id}"`)
  await seller.post(`/api/records/order/${own.id}/cancel`, { reason: '分批下单' })
  const take = async (price: string) =>
    confirm(
      (
        await seller.post('/api/records/order', {
          customer: buyer.id,
          contract: paper.id,
          lines: [{ name: '件', quantity: '1', price }],
        })
      ).id,
    )
  expect(await take('60')).toMatchObject({ stage: 'confirmed' })
  expect(await take('40.01')).toMatchObject({
    stage: 'draft',
    approval_reasons: '明细合计：合同 ¥100.00，订单 ¥100.01',
  })
})
