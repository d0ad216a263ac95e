import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFloor, type Floor } from './testFloor.ts'

let floor: Floor
let { house, sales, other, planner, worker, inspector, keeper, manager, buyer, customer } = {} as Floor
let { rows, act, item, makeItem, makeOrder, confirm, sign, workOf, cardsOf, runCard } = {} as Floor
beforeAll(async () => {
  ;({
    house,
    sales,
    other,
    planner,
    worker,
    inspector,
    keeper,
    manager,
    buyer,
    customer,
    rows,
    act,
    item,
    makeItem,
    makeOrder,
    confirm,
    sign,
    workOf,
    cardsOf,
    runCard,
  } = floor = await openFloor())
})
afterAll(() => house?.stop())

test('orders that come at once never take the same piece, and a replay adds nothing', async () => {
  const part = await makeItem('AT-1', {}, '10')
  const made = await Promise.all([1, 2, 3].map(() => makeOrder([{ item: part, name: '件', quantity: '6' }])))
  await Promise.all(made.map((one) => act(sales, 'order', one.id, 'confirm')))
  await house.settle()
  expect(await item(part)).toMatchObject({ on_hand: '10', reserved: '10', available: '0' })
  const works = await rows(planner, 'work_order', `item = "${part}"`)
  expect(works.map((one) => Number(one.quantity)).sort()).toEqual([2, 6])
  for (const one of made) await floor.tell('order.confirmed', 'order', one.id)
  expect(await rows(planner, 'work_order', `item = "${part}"`)).toHaveLength(works.length)
  expect(await item(part)).toMatchObject({ reserved: '10' })
})

test('stock of exactly the ordered quantity needs no work; a bought item is requested from the purchaser and kept when it comes', async () => {
  const exact = await makeItem('EX-1', {}, '5')
  const screw = await makeItem('SC-8', { make_or_buy: 'buy', lead_time_days: '3' }, '20')
  const made = await makeOrder([
    { item: exact, name: '件', quantity: '5' },
    { item: screw, name: '螺钉', quantity: '50' },
  ])
  await confirm(made.id)
  expect(await rows(planner, 'work_order', `order = "${made.id}"`)).toHaveLength(0)
  const [request] = await rows(buyer, 'purchase_request', `order = "${made.id}"`)
  expect(request).toMatchObject({ quantity: '30', stage: 'requested' })
  await act(buyer, 'purchase_request', request.id, 'order', { supplier: '标准件厂' })
  expect((await act(keeper, 'purchase_request', request.id, 'receive', { quantity: '31' })).code).toBe(
    'quantity_out_of_range',
  )
  await act(keeper, 'purchase_request', request.id, 'receive', { quantity: '10' })
  expect(await sales.get(`/api/records/order/${made.id}`)).toMatchObject({ stage: 'confirmed' })
  expect(await act(keeper, 'purchase_request', request.id, 'receive')).toMatchObject({
    stage: 'received',
    received: '30',
  })
  await house.settle()
  expect(await sales.get(`/api/records/order/${made.id}`)).toMatchObject({
    stage: 'ready',
    production_progress: '100',
  })
  expect(await act(sales, 'order', made.id, 'cancel', { reason: '客户取消' })).toMatchObject({
    stage: 'cancelled',
  })
  await house.settle()
  expect(await item(screw)).toMatchObject({ on_hand: '50', reserved: '0' })
})

test('while an order is entered, stock, shortage and the earliest date are answered for each line', async () => {
  const part = await makeItem('CK-1', {}, '3')
  await planner.post('/api/records/routing', {
    item: part,
    lines: [
      { sequence: '10', name: '铣削', work_centre: '加工中心', setup_minutes: '60', run_minutes: '60' },
    ],
  })
  const { lines } = await sales.post('/api/records/order/check_stock', {
    lines: [
      { code: 'CK-1', quantity: '5' },
      { code: '没有', quantity: '1' },
    ],
  })
  expect(lines).toMatchObject([
    { item: part, on_hand: '3', reserved: '0', available: '3', shortage: '2' },
    { item: null, shortage: '1' },
  ])
  const estimate = await sales.post('/api/records/order/estimate_date', {
    lines: [
      { code: 'CK-1', quantity: '5' },
      { code: 'CK-1', quantity: '3' },
    ],
  })
  expect(estimate.lines.map((one: any) => one.own_minutes)).toEqual(['180', '0'])
  expect(estimate.earliest_on > estimate.lines[1].earliest_on).toBe(true)
})

test('scrap is made up for, a held order releases nothing, pieces closed short reach the next operation as they are', async () => {
  const part = await makeItem('SP-1')
  await planner.post('/api/records/routing', {
    item: part,
    lines: [
      { sequence: '1', name: '下料' },
      { sequence: '2', name: '折弯' },
    ],
  })
  const made = await makeOrder([{ item: part, name: '件', quantity: '10' }])
  await confirm(made.id)
  await sign(made.id)
  const work = await workOf(made.id)
  await act(sales, 'order', made.id, 'hold', { reason: '客户改图' })
  expect((await floor.refused(planner, 'work_order', work.id, 'release', {})).lacking).toEqual([
    'order_going',
  ])
  expect(await act(sales, 'order', made.id, 'resume')).toMatchObject({ stage: 'confirmed' })
  await act(planner, 'work_order', work.id, 'release')
  const [cutting, bending] = await cardsOf(work.id)
  await act(worker, 'job_card', cutting.id, 'start')
  await act(worker, 'job_card', cutting.id, 'report', { good: '7', scrap: '2', scrap_reason: '材料裂纹' })
  await act(worker, 'job_card', cutting.id, 'finish', { short_reason: '材料不足' })
  expect(await worker.get(`/api/records/job_card/${bending.id}`)).toMatchObject({ quantity: '7' })
  await runCard(bending, '7')
  await house.settle()
  const works = await rows(planner, 'work_order', `order = "${made.id}"`)
  expect(works.find((one) => one.backorder_of === work.id)).toMatchObject({ quantity: '3', stage: 'planned' })
  const [lot] = await rows(inspector, 'inspection', `work_order = "${work.id}"`)
  await act(inspector, 'inspection', lot.id, 'record', { result: 'pass' })
  await house.settle()
  expect(await sales.get(`/api/records/order/${made.id}`)).toMatchObject({
    stage: 'in_production',
    production_progress: '70',
  })
  const [line] = (await sales.get(`/api/records/order/${made.id}`)).lines
  expect(await act(keeper, 'order', made.id, 'ship')).toMatchObject({
    complete: false,
    lines: [{ quantity: '7' }],
  })
  expect((await floor.refused(sales, 'order', made.id, 'cancel', { reason: '不要了' })).code).toBe(
    'action_not_now',
  )
  await act(keeper, 'order', made.id, 'take_back', {
    lines: [{ line: line.id, quantity: '2' }],
    reason: '外观划伤',
  })
  expect(await sales.get(`/api/records/order/${made.id}`)).toMatchObject({ shipped_quantity: '5' })
  expect(await item(part)).toMatchObject({ on_hand: '2', reserved: '0' })
})

test('the floor sees work but no prices, and a seller only what was ordered through them', async () => {
  const part = await makeItem('PR-1', { standard_cost: '80' })
  const made = await makeOrder([{ item: part, name: '件', quantity: '1', price: '999' }])
  await confirm(made.id)
  expect((await worker.raw({ method: 'GET', url: `/api/records/order/${made.id}` })).status).toBe(404)
  expect(await worker.get(`/api/records/item/${part}`)).not.toHaveProperty('standard_cost')
  const seen = await planner.get(`/api/records/order/${made.id}`)
  expect(seen).not.toHaveProperty('amount')
  expect(seen.lines[0]).not.toHaveProperty('price')
  expect((await other.raw({ method: 'GET', url: `/api/records/order/${made.id}` })).status).toBe(404)
  expect(await rows(other, 'work_order', `order = "${made.id}"`)).toEqual([])
  expect(await rows(sales, 'work_order', `order = "${made.id}"`)).toHaveLength(1)
  expect(
    (await sales.raw({ method: 'PATCH', url: `/api/records/order/${made.id}`, payload: { title: '改' } }))
      .status,
  ).toBe(403)
  const [move] = await rows(keeper, 'stock_move', 'quantity > 0')
  expect(
    (
      await keeper.raw({
        method: 'PATCH',
        url: `/api/records/stock_move/${move.id}`,
        payload: { quantity: '99' },
      })
    ).status,
  ).toBe(403)
})

test('the same correction asked for twice in a row by one customer is taken to the manager; with another in between it is not', async () => {
  const complain = async (corrective_item: string) => {
    const { id } = await inspector.post('/api/records/nonconformance', {
      subject: corrective_item,
      corrective_item,
      raised_by: 'customer',
      customer,
    })
    await house.settle()
    return (await inspector.get(`/api/records/nonconformance/${id}`)).escalated
  }
  expect(await complain('毛刺未去除')).toBe(false)
  expect(await complain('包装破损')).toBe(false)
  expect(await complain('毛刺未去除')).toBe(false)
  expect(await complain('毛刺 未去除。')).toBe(true)
  expect(
    (await manager.get('/api/tasks')).items.filter((task: any) => task.kind === 'supervision'),
  ).toHaveLength(1)
})
