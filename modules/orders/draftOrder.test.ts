import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { startTrade, stock, taskFor, type Trade } from '../contracts/testTrade.ts'
import { inventory } from '../inventory/index.ts'
import { production } from '../production/index.ts'
import { orders } from './index.ts'
import { differences, type AgreedLine } from './orderChanges.ts'

let trade: Trade
beforeAll(async () => {
  trade = await startTrade([orders, inventory, production])
  await stock(trade, { code: 'FL', price: '80', cost: '40' })
})
afterAll(() => trade?.house.stop())

const rows = async (what: string, where: string) => (await trade.seller.get(`/api/records/${what}?where=${encodeURIComponent(where)}`)).items
const shown = (id: string) => trade.seller.get(`/api/records/order/${id}`)
const confirm = (id: string) => trade.seller.post(`/api/records/order/${id}/confirm`)

async function agree(record: string, people: readonly ('director' | 'finance')[] = ['director', 'finance'], verb = 'approve') {
  for (const person of people) {
    await trade.house.settle()
    await trade[person].post(`/api/tasks/${(await taskFor(trade[person], record)).id}/${verb}`, { comment: '看过' })
  }
  await trade.house.settle()
}

/** The order that a signed contract of ten flanges at 80 in dollars drafted. */
async function drafted(name: string) {
  const { house, seller } = trade
  const buyer = await seller.post('/api/records/customer', { name })
  const { id: quote } = await seller.post('/api/records/quote', { customer: buyer.id, payment_terms: '30/70', lines: [{ name: '法兰', item_code: 'FL', quantity: '10', base_price: '80' }] })
  for (const [verb, body] of [['submit', {}], ['send', {}], ['accept', { purchase_order: 'PO' }]] as const) await seller.post(`/api/records/quote/${quote}/${verb}`, body)
  await house.settle()
  const [paper] = await rows('contract', `quote = "${quote}"`)
  await seller.post(`/api/records/contract/${paper.id}/submit`)
  await agree(paper.id)
  await seller.post(`/api/records/contract/${paper.id}/sign`, { signed_on: '2026-01-05' })
  await house.settle()
  const [{ id }] = await rows('order', `contract = "${paper.id}"`)
  return shown(id)
}

test('an order as its contract says is confirmed at once, also split over two deliveries', async () => {
  const order = await drafted('如约有限公司')
  expect(order).toMatchObject({ amount: '904.00', lines: [{ quantity: '10', price: '80.00' }] })
  await trade.seller.patch(`/api/records/order_line/${order.lines[0].id}`, { quantity: '4' })
  await trade.seller.post('/api/records/order_line', { order: order.id, name: '法兰', item_code: 'FL', quantity: '6', price: '80' })
  expect(await confirm(order.id)).toMatchObject({ stage: 'confirmed' })
})

test('a draft order with another price, more pieces, other goods or another currency waits for the director, and cannot be changed meanwhile', async () => {
  const { seller } = trade
  const changed = [
    (order: { lines: { id: string }[] }) => seller.patch(`/api/records/order_line/${order.lines[0]!.id}`, { price: '0.10' }),
    (order: { lines: { id: string }[] }) => seller.patch(`/api/records/order_line/${order.lines[0]!.id}`, { quantity: '1000' }),
    (order: { lines: { id: string }[] }) => seller.patch(`/api/records/order_line/${order.lines[0]!.id}`, { item_code: 'GOLD' }),
    (order: { id: string }) => seller.post('/api/records/order_line', { order: order.id, name: '赠品', quantity: '5', price: '0' }),
    (order: { id: string }) => seller.patch(`/api/records/order/${order.id}`, { currency: 'JPY' }),
    (order: { id: string }) => seller.post('/api/records/order_line/bulk', { create: [{ order: order.id, name: '赠品', quantity: '5' }] }),
  ]
  for (const [at, change] of changed.entries()) {
    const order = await drafted(`改单 ${at}`)
    await change(order)
    expect(await confirm(order.id), String(at)).toMatchObject({ stage: 'draft', approval: expect.any(String), approval_reasons: expect.stringMatching(/约定|币种/) })
    expect(await confirm(order.id)).toMatchObject({ code: 'order_under_approval' })
    expect((await seller.raw({ method: 'PATCH', url: `/api/records/order_line/${order.lines[0].id}`, payload: { price: '1' } })).status).toBe(423)
    await trade.house.settle()
    expect(await taskFor(trade.director, order.id)).toBeDefined()
  }
})

test('approved, it is confirmed as it stands; refused, it stays a draft that is brought back', async () => {
  const order = await drafted('加单有限公司')
  await trade.seller.patch(`/api/records/order_line/${order.lines[0].id}`, { quantity: '12' })
  expect((await confirm(order.id)).approval_reasons).toBe('“法兰”单价 80：约定 10，订单 12')
  await agree(order.id, ['director'], 'reject')
  expect(await shown(order.id)).toMatchObject({ stage: 'draft', approval: null })
  await confirm(order.id)
  await agree(order.id, ['director'])
  expect(await shown(order.id)).toMatchObject({ stage: 'confirmed', lines: [{ quantity: '12' }] })
  expect((await trade.seller.raw({ method: 'PATCH', url: `/api/records/order_line/${order.lines[0].id}`, payload: { price: '1' } })).body.code).toBe('not_allowed')
})

test('an order made by hand of a quote nobody accepted, or of a contract nobody signed, binds nobody', async () => {
  const { seller } = trade
  const buyer = await seller.post('/api/records/customer', { name: '抢跑有限公司' })
  const { id: quote } = await seller.post('/api/records/quote', { customer: buyer.id, lines: [{ name: '法兰', quantity: '1', base_price: '0.10' }] })
  const paper = await seller.post('/api/records/contract', { name: '抢跑', customer: buyer.id, amount: '0.10' })
  for (const of of [{ quote }, { contract: paper.id }]) {
    const order = await seller.post('/api/records/order', { customer: buyer.id, ...of, lines: [{ name: '法兰', quantity: '1', price: '0.10' }] })
    expect(await confirm(order.id)).toMatchObject({ stage: 'draft', approval: expect.any(String) })
  }
})

test('orders of a frame contract together take no more than it is worth', async () => {
  const { seller } = trade
  const buyer = await seller.post('/api/records/customer', { name: '年度框架有限公司' })
  const paper = await seller.post('/api/records/contract', { name: '年度框架', customer: buyer.id, amount: '100', instalments: [{ name: '全款', amount: '100', trigger: 'signing' }] })
  await seller.post(`/api/records/contract/${paper.id}/submit`)
  await agree(paper.id)
  await seller.post(`/api/records/contract/${paper.id}/sign`, { signed_on: '2026-01-05' })
  await trade.house.settle()
  const [own] = await rows('order', `contract = "${paper.id}"`)
  await seller.post(`/api/records/order/${own.id}/cancel`, { reason: '分批下单' })
  const take = async (price: string) => confirm((await seller.post('/api/records/order', { customer: buyer.id, contract: paper.id, lines: [{ name: '件', quantity: '1', price }] })).id)
  expect(await take('60')).toMatchObject({ stage: 'confirmed' })
  expect(await take('40.01')).toMatchObject({ stage: 'draft', approval_reasons: '明细合计：合同 ¥100.00，订单 ¥100.01' })
})

test('whatever the lines, those that were agreed differ in nothing, and one piece more is seen', () => {
  const line = fc.record({ key: fc.constantFrom('A', 'B', 'C'), name: fc.constant('件'), quantity: fc.integer({ min: 1, max: 999 }).map(String), price: fc.option(fc.integer({ min: 0, max: 9999 }).map((cents) => (cents / 100).toFixed(2)), { nil: null }) })
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines: AgreedLine[]) => {
    expect(differences(lines, [...lines].reverse())).toEqual([])
    expect(differences(lines, [...lines, { ...lines[0]!, quantity: '1' }])).toHaveLength(1)
    expect(differences(lines, lines.slice(1))).toHaveLength(1)
    expect(differences(lines, lines.slice(1), 'more')).toEqual([])
  }))
})
