import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFloor, type Floor } from './testFloor.ts'
import { faultOf, makeRunning } from './testRunning.ts'

let floor: Floor
beforeAll(async () => {
  floor = await openFloor()
})
afterAll(() => floor?.house.stop())

test('a cancelled order stops what has not begun and gives its stock back; what runs is put before the planner', async () => {
  const bought = await floor.makeItem('CX-B', { make_or_buy: 'buy' }, '1')
  const planned = await floor.makeItem('CX-P')
  const running = await floor.makeItem('CX-R')
  const made = await floor.makeOrder([
    { item: bought, name: '外购', quantity: '5' },
    { item: planned, name: '未开工', quantity: '1' },
    { item: running, name: '在制', quantity: '1' },
  ])
  await floor.confirm(made.id)
  await floor.sign(made.id)
  const works = await floor.rows(floor.planner, 'work_order', `order = "${made.id}"`)
  const going = works.find((one) => one.item === running)
  await floor.act(floor.planner, 'work_order', going.id, 'release')
  const [card] = await floor.cardsOf(going.id)
  await floor.act(floor.worker, 'job_card', card.id, 'start')
  await floor.act(floor.sales, 'order', made.id, 'cancel', { reason: '客户项目停止' })
  await floor.house.settle()
  const after = await floor.rows(floor.planner, 'work_order', `order = "${made.id}"`)
  expect(Object.fromEntries(after.map((one) => [one.item, one.stage]))).toEqual({
    [planned]: 'cancelled',
    [running]: 'running',
  })
  expect((await floor.rows(floor.buyer, 'purchase_request', `order = "${made.id}"`))[0]).toMatchObject({
    stage: 'cancelled',
    quantity: '4',
  })
  expect(await floor.item(bought)).toMatchObject({ on_hand: '1', reserved: '0' })
  expect(
    (await floor.planner.get('/api/tasks')).items.filter(
      (task: any) => task.record === going.id && task.kind === 'exception',
    ),
  ).toHaveLength(1)
  await floor.act(floor.worker, 'job_card', card.id, 'report', { good: '1' })
  await floor.act(floor.worker, 'job_card', card.id, 'finish')
  await floor.house.settle()
  const [lot] = await floor.rows(floor.inspector, 'inspection', `work_order = "${going.id}"`)
  await floor.act(floor.inspector, 'inspection', lot.id, 'record', { result: 'pass' })
  await floor.house.settle()
  expect(await floor.item(running)).toMatchObject({ on_hand: '1', reserved: '0' })
  expect(await floor.order(made.id)).toMatchObject({ stage: 'cancelled' })
})

test('pieces that turn out scrap after the order was called off are not made again', async () => {
  const { made, work } = await makeRunning(floor, 'CX-S', '5')
  await floor.act(floor.planner, 'work_order', work.id, 'release')
  const [card] = await floor.cardsOf(work.id)
  await floor.act(floor.worker, 'job_card', card.id, 'start')
  await floor.act(floor.sales, 'order', made.id, 'cancel', { reason: '客户项目停止' })
  await floor.house.settle()
  await floor.act(floor.worker, 'job_card', card.id, 'report', {
    good: '3',
    scrap: '2',
    scrap_reason: '砂眼',
  })
  await floor.act(floor.worker, 'job_card', card.id, 'finish')
  await floor.house.settle()
  expect(await floor.rows(floor.planner, 'work_order', `order = "${made.id}"`)).toMatchObject([
    { stage: 'done', good: '3' },
  ])
  const [lot] = await floor.rows(floor.inspector, 'inspection', `work_order = "${work.id}"`)
  await floor.act(floor.inspector, 'inspection', lot.id, 'record', { result: 'fail', note: '尺寸超差' })
  await floor.act(floor.inspector, 'nonconformance', (await faultOf(floor, lot.id)).id, 'dispose', {
    disposition: 'scrap',
    cause: '刀具磨损',
  })
  await floor.house.settle()
  expect(await floor.rows(floor.planner, 'work_order', `backorder_of = "${work.id}"`)).toEqual([])
})

test('an order that got ready while it was held is handed to the warehouse when it goes on, once', async () => {
  const bought = await floor.makeItem('HD-1', { make_or_buy: 'buy' })
  const made = await floor.makeOrder([{ item: bought, name: '外购', quantity: '5' }])
  await floor.confirm(made.id)
  await floor.act(floor.sales, 'order', made.id, 'hold', { reason: '客户改址' })
  await floor.act(
    floor.keeper,
    'purchase_request',
    (await floor.rows(floor.buyer, 'purchase_request', `order = "${made.id}"`))[0].id,
    'receive',
  )
  await floor.house.settle()
  const toShip = async () =>
    (await floor.keeper.get('/api/tasks')).items.filter(
      (task: { record: string; kind: string }) => task.record === made.id && task.kind === 'shipment',
    ).length
  const told = async () =>
    (await floor.sales.get(`/api/records/order/${made.id}/timeline`)).items.filter(
      (one: { name: string }) => one.name === 'order.ready',
    ).length
  expect([(await floor.order(made.id)).stage, await toShip()]).toEqual(['held', 0])
  for (const reason of ['', '再次改址']) {
    if (reason) await floor.act(floor.sales, 'order', made.id, 'hold', { reason })
    await floor.act(floor.sales, 'order', made.id, 'resume')
    await floor.house.settle()
    expect([(await floor.order(made.id)).stage, await toShip(), await told()]).toEqual(['ready', 1, 1])
  }
})

test('work that was cancelled is no load: neither in the report nor before the next promise', async () => {
  const part = await floor.makeItem('LD-1')
  await floor.planner.post('/api/records/routing', {
    item: part,
    lines: [{ sequence: '1', name: '镗孔', work_centre: '镗床', run_minutes: '60' }],
  })
  const work = await floor.planner.post('/api/records/work_order', { item: part, quantity: '20' })
  await floor.act(floor.planner, 'work_order', work.id, 'release')
  const load = async () => [
    (await floor.sales.post('/api/records/order/estimate_date', { lines: [{ item: part, quantity: '1' }] }))
      .lines[0].queue_minutes,
    (await floor.planner.post('/api/reports/work_centre_load/run')).rows.filter(
      (row: { values: { work_centre: string } }) => row.values.work_centre === '镗床',
    ).length,
  ]
  expect(await load()).toEqual(['1200', 1])
  await floor.act(floor.planner, 'work_order', work.id, 'cancel', { reason: '重复' })
  expect(await load()).toEqual(['0', 0])
})
