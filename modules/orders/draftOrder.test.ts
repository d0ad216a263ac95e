import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeRecord } from '../../kernel/records/write.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { taskFor } from '../contracts/testTrade.ts'
import { openOrders, type Orders } from './testOrders.ts'

let opened: Orders
let { trade, rows, shown, confirm, agree, drafted } = {} as Orders
beforeAll(async () => {
  ;({ trade, rows, shown, confirm, agree, drafted } = opened = await openOrders())
})
afterAll(() => opened?.trade.house.stop())

test('an order as its contract says is confirmed at once, also split over two deliveries', async () => {
  const order = await drafted('如约有限公司')
  expect(order).toMatchObject({ amount: '904.00', lines: [{ quantity: '10', price: '80.00' }] })
  await trade.seller.patch(`/api/records/order_line/${order.lines[0].id}`, { quantity: '4' })
  await trade.seller.post('/api/records/order_line', {
    order: order.id,
    name: '法兰',
    item_code: 'FL',
    quantity: '6',
    price: '80',
  })
  expect(await confirm(order.id)).toMatchObject({ stage: 'confirmed' })
})

test('a draft order with another price, more pieces, other goods or another currency waits for the director, and cannot be changed meanwhile', async () => {
  const { seller } = trade
  const changed = [
    (order: { lines: { id: string }[] }) =>
      seller.patch(`/api/records/order_line/${order.lines[0]!.id}`, { price: '0.10' }),
    (order: { lines: { id: string }[] }) =>
      seller.patch(`/api/records/order_line/${order.lines[0]!.id}`, { quantity: '1000' }),
    (order: { lines: { id: string }[] }) =>
      seller.patch(`/api/records/order_line/${order.lines[0]!.id}`, { item_code: 'GOLD' }),
    (order: { id: string }) =>
      seller.post('/api/records/order_line', { order: order.id, name: '赠品', quantity: '5', price: '0' }),
    (order: { id: string }) => seller.patch(`/api/records/order/${order.id}`, { currency: 'JPY' }),
    (order: { id: string }) =>
      seller.post('/api/records/order_line/bulk', {
        create: [{ order: order.id, name: '赠品', quantity: '5' }],
      }),
  ]
  for (const [at, change] of changed.entries()) {
    const order = await drafted(`改单 ${at}`)
    await change(order)
    expect(await confirm(order.id), String(at)).toMatchObject({
      stage: 'draft',
      approval: expect.any(String),
      approval_reasons: expect.stringMatching(/约定|币种/),
    })
    expect(await confirm(order.id)).toMatchObject({ code: 'order_under_approval' })
    expect(
      (
        await seller.raw({
          method: 'PATCH',
          url: `/api/records/order_line/${order.lines[0].id}`,
          payload: { price: '1' },
        })
      ).status,
    ).toBe(423)
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
  expect(
    (
      await trade.seller.raw({
        method: 'PATCH',
        url: `/api/records/order_line/${order.lines[0].id}`,
        payload: { price: '1' },
      })
    ).body.code,
  ).toBe('not_allowed')
})

const lineOf = (order: { id: string }, more: object) => ({
  order: order.id,
  name: '返利',
  quantity: '1',
  price: '80',
  ...more,
})
const send = (method: 'POST' | 'PATCH', url: string, payload: object) =>
  trade.seller.raw({ method, url: `/api/records/${url}`, payload })

test('nobody adds a line to an order that is confirmed, cancelled or under approval, nor moves one into it; the sum stays what was agreed', async () => {
  const [sold, under, gone, open] = [
    await drafted('已确认有限公司'),
    await drafted('审批中有限公司'),
    await drafted('已取消有限公司'),
    await drafted('草稿有限公司'),
  ]
  expect(await confirm(sold.id)).toMatchObject({ stage: 'confirmed' })
  await trade.seller.patch(`/api/records/order_line/${under.lines[0].id}`, { quantity: '11' })
  expect(await confirm(under.id)).toMatchObject({ approval: expect.any(String) })
  await trade.seller.post(`/api/records/order/${gone.id}/cancel`, { reason: '不做了' })
  for (const [order, code] of [
    [sold, 'order_not_draft'],
    [gone, 'order_not_draft'],
    [under, 'record_locked'],
  ] as const) {
    expect((await send('POST', 'order_line', lineOf(order, {}))).body, code).toMatchObject({
      code,
      field: 'order',
    })
    expect((await send('PATCH', `order_line/${open.lines[0].id}`, { order: order.id })).body.code, code).toBe(
      code,
    )
    expect((await shown(order.id)).lines).toHaveLength(1)
  }
  expect(
    (await trade.boss.raw({ method: 'POST', url: '/api/records/order_line', payload: lineOf(sold, {}) })).body
      .code,
  ).toBe('order_not_draft')
  await agree(under.id, ['director'])
  expect(await shown(under.id)).toMatchObject({ stage: 'confirmed', lines: [{ quantity: '11' }] })
})

test('a price below nought is refused, whoever types it', async () => {
  const order = await drafted('负价有限公司')
  expect((await send('POST', 'order_line', lineOf(order, { price: '-5000' }))).body).toMatchObject({
    code: 'field_invalid',
    field: 'price',
  })
  expect((await send('PATCH', `order_line/${order.lines[0].id}`, { price: '-0.01' })).body).toMatchObject({
    code: 'field_invalid',
    field: 'price',
  })
})

test('an approval confirms what was asked: lines that are others by then are asked for again', async () => {
  const order = await drafted('另批有限公司')
  await trade.seller.patch(`/api/records/order_line/${order.lines[0].id}`, { quantity: '12' })
  await confirm(order.id)
  // The house itself may still write, as a reaction does.
  await transact(trade.house.workspace, systemActor('orders.test'), (tx) =>
    changeRecord(tx, 'order_line', order.lines[0].id, { price: '0.01' }),
  )
  await agree(order.id, ['director'])
  expect(await shown(order.id)).toMatchObject({ stage: 'draft', approval: null })
  expect((await confirm(order.id)).approval_reasons).toContain('单价 0.01：约定 0，订单 12')
})

test('other goods or another unit at the price of the agreed ones are asked for, and a line is called by the code of its item', async () => {
  const gold =
    (await rows('item', 'code = "GOLD"'))[0] ??
    (await trade.boss.post('/api/records/item', { code: 'GOLD', name: '金法兰', standard_cost: '9000' }))
  const flange = (await rows('item', 'code = "FL"'))[0]
  const swapped = await drafted('换货有限公司')
  expect(swapped.lines[0]).toMatchObject({ item: flange.id, item_code: 'FL' })
  await trade.seller.patch(`/api/records/order_line/${swapped.lines[0].id}`, { item: gold.id })
  expect((await shown(swapped.id)).lines[0]).toMatchObject({ item: gold.id, item_code: 'GOLD' })
  expect(await confirm(swapped.id)).toMatchObject({ stage: 'draft', approval: expect.any(String) })
  const coded = await drafted('换编码有限公司')
  await trade.seller.patch(`/api/records/order_line/${coded.lines[0].id}`, { item_code: 'GOLD' })
  expect((await shown(coded.id)).lines[0]).toMatchObject({ item: gold.id, item_code: 'GOLD' })
  expect(
    (await send('PATCH', `order_line/${coded.lines[0].id}`, { item: flange.id, item_code: 'OTHER' })).body,
  ).toMatchObject({ code: 'item_of_another_code', field: 'item_code' })
  const boxed = await drafted('换单位有限公司')
  await trade.seller.patch(`/api/records/order_line/${boxed.lines[0].id}`, { unit: '箱' })
  expect(await confirm(boxed.id)).toMatchObject({ stage: 'draft', approval: expect.any(String) })
})

test('goods that the quote called by name alone are the same goods once their item is known', async () => {
  await trade.boss.post('/api/records/item', { code: 'NAMED', name: '只有名称', standard_cost: '40' })
  const order = await drafted('按名称有限公司', { name: '只有名称', item_code: null }, ['director'])
  expect(order.lines[0]).toMatchObject({ item_code: 'NAMED' })
  expect(await confirm(order.id)).toMatchObject({ stage: 'confirmed' })
})

test('whose order it is and what it came of is not changed on an order that its contract drafted', async () => {
  const [order, other] = [await drafted('原客户有限公司'), await drafted('别家有限公司')]
  for (const patch of [
    { contract: null },
    { quote: null },
    { customer: other.customer },
    { contract: other.contract, quote: other.quote },
  ]) {
    expect(
      (await send('PATCH', `order/${order.id}`, { ...patch, currency: 'JPY' })).body,
      JSON.stringify(patch),
    ).toMatchObject({ code: 'order_of_contract', field: Object.keys(patch)[0] })
  }
  expect(await confirm(order.id)).toMatchObject({ stage: 'confirmed', amount: '904.00' })
  const byHand = await trade.seller.post('/api/records/order', {
    customer: other.customer,
    contract: order.contract,
    lines: [],
  })
  await trade.seller.post('/api/records/order_line', lineOf(byHand, { name: '法兰', item_code: 'FL' }))
  expect((await confirm(byHand.id)).approval_reasons).toContain('客户')
})

test('an order called off while it is asked for takes the question along', async () => {
  const order = await drafted('撤单有限公司')
  await trade.seller.patch(`/api/records/order_line/${order.lines[0].id}`, { quantity: '13' })
  await confirm(order.id)
  await trade.house.settle()
  expect(await taskFor(trade.director, order.id)).toBeDefined()
  await trade.seller.post(`/api/records/order/${order.id}/cancel`, { reason: '客户撤单' })
  await trade.house.settle()
  expect(await taskFor(trade.director, order.id)).toBeUndefined()
  expect(await shown(order.id)).toMatchObject({ stage: 'cancelled', approval: null })
})
