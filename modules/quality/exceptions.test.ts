import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFloor, type Floor } from './testFloor.ts'
import { faultOf, makeRunning } from './testRunning.ts'

let floor: Floor
beforeAll(async () => {
  floor = await openFloor()
})
afterAll(() => floor?.house.stop())

test('scrapped pieces are made again, and the order is covered by those', async () => {
  const { part, made, work } = await makeRunning(floor, 'NC-1', '3')
  const lot = await floor.makeAll(work)
  await floor.act(floor.inspector, 'inspection', lot.id, 'record', { result: 'fail', note: '尺寸超差' })
  await floor.act(floor.inspector, 'nonconformance', (await faultOf(floor, lot.id)).id, 'dispose', {
    disposition: 'scrap',
    cause: '刀具磨损',
  })
  await floor.house.settle()
  expect(await floor.order(made.id)).toMatchObject({ production_progress: '0', stage: 'in_production' })
  const again = (await floor.rows(floor.planner, 'work_order', `backorder_of = "${work.id}"`))[0]
  expect(again).toMatchObject({ quantity: '3', stage: 'planned' })
  const second = await floor.makeAll(again)
  await floor.act(floor.inspector, 'inspection', second.id, 'record', { result: 'pass' })
  await floor.house.settle()
  expect(await floor.order(made.id)).toMatchObject({
    production_progress: '100',
    stage: 'ready',
    quality_state: 'pass',
  })
  expect(await floor.item(part)).toMatchObject({ on_hand: '3', reserved: '3' })
})

test('a concession brings the pieces on stock as they are, by an inspection that says so', async () => {
  const { part, made, work } = await makeRunning(floor, 'NC-2', '2')
  const lot = await floor.makeAll(work)
  await floor.act(floor.inspector, 'inspection', lot.id, 'record', { result: 'fail', note: '外观轻微划伤' })
  await floor.act(floor.inspector, 'nonconformance', (await faultOf(floor, lot.id)).id, 'dispose', {
    disposition: 'use_as_is',
    cause: '搬运',
  })
  await floor.house.settle()
  expect(await floor.item(part)).toMatchObject({ on_hand: '2', reserved: '2' })
  expect(await floor.order(made.id)).toMatchObject({ quality_state: 'pass', stage: 'ready' })
})

test('two lines that pass inspection at once make the order ready', async () => {
  const [a, b] = [await floor.makeItem('TW-A'), await floor.makeItem('TW-B')]
  const made = await floor.makeOrder([
    { item: a, name: '甲', quantity: '1' },
    { item: b, name: '乙', quantity: '2' },
  ])
  await floor.confirm(made.id)
  await floor.sign(made.id)
  expect(await floor.order(made.id)).toMatchObject({ sign_off_state: 'signed' })
  const lots = []
  for (const work of await floor.rows(floor.planner, 'work_order', `order = "${made.id}"`))
    lots.push(await floor.makeAll(work))
  await Promise.all(
    lots.map((lot) => floor.act(floor.inspector, 'inspection', lot.id, 'record', { result: 'pass' })),
  )
  await floor.house.settle()
  expect(await floor.order(made.id)).toMatchObject({
    stage: 'ready',
    production_progress: '100',
    quality_state: 'pass',
  })
})

test('the seller sees by itself what the floor reports', async () => {
  const { made, work } = await makeRunning(floor, 'SEE-1', '4')
  await floor.act(floor.planner, 'work_order', work.id, 'release')
  const [card] = await floor.cardsOf(work.id)
  await floor.act(floor.worker, 'job_card', card.id, 'start')
  await floor.act(floor.worker, 'job_card', card.id, 'report', { good: '1' })
  await expect
    .poll(async () => (await floor.order(made.id)).production_progress, { timeout: 20_000 })
    .toBe('25')
})

test('a work order shows what it needs through all levels, and the purchaser is asked once for what is short', async () => {
  const [top, part, steel] = [
    await floor.makeItem('BM-1'),
    await floor.makeItem('BM-2'),
    await floor.makeItem('BM-3', { make_or_buy: 'buy' }, '10'),
  ]
  await floor.planner.post('/api/records/bom', { item: top, lines: [{ component: part, quantity: '2' }] })
  await floor.planner.post('/api/records/bom', {
    item: part,
    lines: [{ component: steel, quantity: '3', scrap_percent: '10' }],
  })
  const work = await floor.planner.post('/api/records/work_order', { item: top, quantity: '9' })
  expect((await floor.act(floor.planner, 'work_order', work.id, 'materials')).lines).toMatchObject([
    { code: 'BM-2', quantity: '18', level: 1 },
    { code: 'BM-3', quantity: '60', level: 2, shortage: '50' },
  ])
  expect(
    (await floor.act(floor.planner, 'work_order', work.id, 'request_materials')).purchase_requests,
  ).toHaveLength(1)
  expect(
    (await floor.act(floor.planner, 'work_order', work.id, 'request_materials')).purchase_requests,
  ).toHaveLength(0)
  await floor.planner.post('/api/records/bom', { item: steel, lines: [{ component: top, quantity: '1' }] })
  expect((await floor.refused(floor.planner, 'work_order', work.id, 'materials')).code).toBe('bom_circle')
})

test('stock kept for orders cannot be issued by hand, and a count follows the shelf', async () => {
  const part = await floor.makeItem('CT-1', {}, '10')
  await floor.confirm((await floor.makeOrder([{ item: part, name: '件', quantity: '8' }])).id)
  expect((await floor.refused(floor.keeper, 'item', part, 'issue', { quantity: '3' })).code).toBe(
    'not_available',
  )
  await floor.act(floor.keeper, 'item', part, 'issue', { quantity: '2' })
  expect(
    await floor.act(floor.keeper, 'item', part, 'adjust', { counted: '7', reason: '盘亏' }),
  ).toMatchObject({ on_hand: '7', reserved: '8', available: '-1' })
  expect(
    (await floor.rows(floor.keeper, 'stock_move', `item = "${part}"`)).map((one) => one.quantity).sort(),
  ).toEqual(['-1', '-2', '10'])
})

test('a shipped order is accepted once, by its own date', async () => {
  const part = await floor.makeItem('AC-1', {}, '1')
  const made = await floor.makeOrder([{ item: part, name: '件', quantity: '1' }])
  await floor.confirm(made.id)
  expect((await floor.refused(floor.sales, 'order', made.id, 'accept')).code).toBe('action_not_now')
  await floor.act(floor.keeper, 'order', made.id, 'ship', { note: '顺丰 SF1' })
  expect(
    await floor.act(floor.sales, 'order', made.id, 'accept', { accepted_on: '2020-02-01' }),
  ).toMatchObject({ accepted_on: '2020-02-01' })
  expect((await floor.refused(floor.sales, 'order', made.id, 'accept')).code).toBe('action_not_now')
})

test('the tolerance of a work order is one for all its operations together', async () => {
  const part = await floor.makeItem('OV-1')
  await floor.planner.post('/api/records/routing', {
    item: part,
    lines: [
      { sequence: '1', name: '下料' },
      { sequence: '2', name: '折弯' },
    ],
  })
  const work = await floor.planner.post('/api/records/work_order', {
    item: part,
    quantity: '100',
    over_percent: '10',
  })
  await floor.act(floor.planner, 'work_order', work.id, 'release')
  const [cutting, bending] = await floor.cardsOf(work.id)
  await floor.runCard(cutting, '110')
  await floor.act(floor.worker, 'job_card', bending!.id, 'start')
  expect((await floor.refused(floor.worker, 'job_card', bending!.id, 'report', { good: '111' })).code).toBe(
    'over_quantity',
  )
  expect(await floor.act(floor.worker, 'job_card', bending!.id, 'report', { good: '110' })).toMatchObject({
    good: '110',
  })
})

test('two orders of one contract share its special requirements, and neither takes them from the other', async () => {
  const contract = await floor.manager.post('/api/records/contract', {
    name: '年度框架',
    customer: floor.customer,
    amount: '100',
  })
  const special = await floor.manager.post('/api/records/special_requirement', {
    text: '双层包装',
    contract: contract.id,
  })
  const lists = []
  for (const code of ['FR-1', 'FR-2']) {
    const made = await floor.makeOrder([{ item: await floor.makeItem(code), name: '件', quantity: '1' }], {
      contract: contract.id,
    })
    await floor.confirm(made.id)
    lists.push(...(await floor.rows(floor.planner, 'requirement_sign_off', `order = "${made.id}"`)))
  }
  const changes = (
    await floor.manager.get(`/api/records/special_requirement/${special.id}/timeline`)
  ).items.filter((one: { name: string }) => one.name === 'special_requirement.updated')
  expect(changes).toHaveLength(1)
  expect(lists.map((one) => one.content)).toEqual(Array(4).fill('1. 双层包装'))
})
