import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFloor, type Floor } from './testFloor.ts'

let floor: Floor
beforeAll(async () => void (floor = await openFloor()))
afterAll(() => floor?.house.stop())

const tasksOf = async (kind: string) =>
  (await floor.planner.get('/api/tasks')).items.filter((one: { kind: string }) => one.kind === kind)
const confirmed = async (lines: unknown[]) => {
  const made = await floor.makeOrder(lines)
  await floor.confirm(made.id)
  return floor.order(made.id)
}

test('a code nobody knows is asked about, never made into an item; the planner chooses one, makes one, or enters it, and the line goes its way', async () => {
  const known = await floor.makeItem('KNOWN-1', {}, '9')
  const codes = ['TYPO-1', 'TYPO-2', 'TYPO-3']
  const made = await confirmed([
    ...codes.map((code) => ({ item_code: code, name: `定制 ${code}`, quantity: '2' })),
    { item_code: 'KNOWN-1', name: '泵', quantity: '1' },
  ])
  expect(await floor.rows(floor.planner, 'item', 'code in ("TYPO-1", "TYPO-2", "TYPO-3")')).toEqual([])
  expect(made.stage).toBe('confirmed')
  const waiting = codes.map((code) => made.lines.find((one: { item_code: string }) => one.item_code === code))
  expect(waiting.map((one) => [one.item, one.supply])).toEqual([
    [null, 'unknown'],
    [null, 'unknown'],
    [null, 'unknown'],
  ])
  const asked = await tasksOf('unknown_item')
  expect(asked.map((one: { record: string }) => one.record).sort()).toEqual(
    waiting.map((one) => one.id).sort(),
  )
  expect((await floor.refused(floor.keeper, 'order_line', waiting[0].id, 'create_item')).status).toBe(403)
  expect(
    await floor.act(floor.planner, 'order_line', waiting[0].id, 'link_item', { item: known }),
  ).toMatchObject({ item: known, reserved: '2' })
  expect(await floor.act(floor.planner, 'order_line', waiting[1].id, 'create_item')).toMatchObject({
    item_code: 'TYPO-2',
    supply: 'make',
  })
  const third = await floor.makeItem('TYPO-3')
  await floor.house.settle()
  expect(
    (await floor.order(made.id)).lines.find((one: { id: string }) => one.id === waiting[2].id),
  ).toMatchObject({ item: third, supply: 'make' })
  expect(await tasksOf('unknown_item')).toEqual([])
  expect(
    (await floor.rows(floor.planner, 'work_order', `order = "${made.id}"`)).map((one) => one.quantity),
  ).toEqual(['2', '2'])
})

test('a name without a code is the item of that name only where there is one of them', async () => {
  const only = await floor.makeItem('NAME-1', { name: '法兰盘' })
  for (const code of ['NAME-2', 'NAME-3']) await floor.makeItem(code, { name: '端盖' })
  const made = await confirmed([
    { name: '法兰盘', quantity: '1' },
    { name: '端盖', quantity: '1' },
  ])
  expect(made.lines.map((one: { name: string; item: string | null }) => [one.name, one.item])).toEqual([
    ['法兰盘', only],
    ['端盖', null],
  ])
})

test('what is counted takes no fractions, wherever a quantity is entered; what is measured does', async () => {
  const pump = await floor.makeItem('WH-1')
  const oil = await floor.makeItem('WH-2', { unit: 'kg', make_or_buy: 'buy' })
  const fraction = { code: 'whole_units' }
  expect(await floor.makeOrder([{ item: pump, name: '泵', quantity: '2.5' }])).toMatchObject({
    ...fraction,
    field: 'lines[0].quantity',
  })
  expect(await floor.makeOrder([{ name: '没有物料', unit: '台', quantity: '0.5' }])).toMatchObject(fraction)
  for (const verb of ['receive', 'issue'])
    expect(await floor.act(floor.keeper, 'item', pump, verb, { quantity: '1.5' })).toMatchObject({
      code: verb === 'receive' ? 'whole_units' : 'not_available',
    })
  expect(
    await floor.act(floor.keeper, 'item', pump, 'adjust', { counted: '3.25', reason: '盘点' }),
  ).toMatchObject(fraction)
  expect(
    await floor.buyer.post('/api/records/purchase_request', { item: pump, quantity: '30.555556' }),
  ).toMatchObject(fraction)
  expect(await floor.planner.post('/api/records/work_order', { item: pump, quantity: '7.2' })).toMatchObject(
    fraction,
  )
  expect(
    await floor.planner.post('/api/records/bom', {
      item: pump,
      lines: [{ component: oil, quantity: '0.35' }],
    }),
  ).toMatchObject({ state: 'active' })
  expect(await floor.act(floor.keeper, 'item', oil, 'receive', { quantity: '12.75' })).toMatchObject({
    on_hand: '12.75',
  })
  expect(await floor.makeOrder([{ item: oil, name: '油', quantity: '2.5' }])).toMatchObject({
    ordered_quantity: '2.5',
  })
  const work = await floor.planner.post('/api/records/work_order', { item: pump, quantity: '4' })
  await floor.act(floor.planner, 'work_order', work.id, 'release')
  const [card] = await floor.cardsOf(work.id)
  await floor.act(floor.worker, 'job_card', card.id, 'start')
  expect(await floor.act(floor.worker, 'job_card', card.id, 'report', { good: '1.5' })).toMatchObject(
    fraction,
  )
  expect(
    await floor.act(floor.worker, 'job_card', card.id, 'report', {
      good: '1',
      scrap: '0.5',
      scrap_reason: '毛刺',
    }),
  ).toMatchObject(fraction)
  const cut = await floor.makeItem('WH-3', { counted: 'divisible' })
  expect(await floor.makeOrder([{ item: cut, name: '可分', quantity: '2.5' }])).toMatchObject({
    ordered_quantity: '2.5',
  })
})

test('a need of counted parts is rounded up once for all branches, and their parts are reckoned from whole ones', async () => {
  const [top, housing, plate, screw, paint] = [
    await floor.makeItem('BM-1'),
    await floor.makeItem('BM-2'),
    await floor.makeItem('BM-3', { make_or_buy: 'buy', unit: '块' }),
    await floor.makeItem('BM-4', { make_or_buy: 'buy', unit: '个' }),
    await floor.makeItem('BM-5', { make_or_buy: 'buy', unit: 'kg' }),
  ]
  await floor.planner.post('/api/records/bom', {
    item: top,
    lines: [
      { component: housing, quantity: '1', scrap_percent: '10' },
      { component: screw, quantity: '8', scrap_percent: '2' },
      { component: paint, quantity: '0.15' },
    ],
  })
  await floor.planner.post('/api/records/bom', {
    item: housing,
    lines: [{ component: plate, quantity: '1', scrap_percent: '5' }],
  })
  const work = await floor.planner.post('/api/records/work_order', { item: top, quantity: '50' })
  const { lines } = await floor.act(floor.planner, 'work_order', work.id, 'materials')
  // 50 / 0.9 = 55.6 → 56 housings; 56 / 0.95 = 58.9 → 59 plates; 400 / 0.98 = 408.16 → 409 screws.
  expect(
    Object.fromEntries(lines.map((one: { code: string; quantity: string }) => [one.code, one.quantity])),
  ).toEqual({ 'BM-2': '56', 'BM-3': '59', 'BM-4': '409', 'BM-5': '7.5' })
  await floor.act(floor.planner, 'work_order', work.id, 'request_materials')
  expect(
    (await floor.rows(floor.buyer, 'purchase_request', `work_order = "${work.id}"`))
      .map((one) => one.quantity)
      .sort(),
  ).toEqual(['409', '59', '7.5'])
})

test('a lot of 8 runs through overlapping operations in batches of 5 and 3, never more than the one before has good; others wait', async () => {
  const part = await floor.makeItem('OV-1')
  const operations = ['车削', '铣削', '检验'].map((name, at) => ({
    sequence: String(at + 1),
    name,
    overlap: at < 2,
  }))
  await floor.planner.post('/api/records/routing', { item: part, lines: operations })
  const work = await floor.planner.post('/api/records/work_order', { item: part, quantity: '8' })
  await floor.act(floor.planner, 'work_order', work.id, 'release')
  const [first, second, third] = (await floor.cardsOf(work.id)).map((one) => one.id as string)
  const card = (id: string | undefined, verb: string, input: object = {}) =>
    floor.act(floor.worker, 'job_card', id!, verb, input)
  await card(first, 'start')
  expect((await card(second, 'start')).code).toBe('operation_blocked')
  await card(first, 'report', { good: '5' })
  expect(await card(second, 'start')).toMatchObject({ state: 'running' })
  expect(await card(second, 'report', { good: '6' })).toMatchObject({
    code: 'over_quantity',
    data: { left: '5' },
  })
  expect(await card(second, 'report', { good: '4', scrap: '1', scrap_reason: '崩刃' })).toMatchObject({
    good: '4',
  })
  expect((await card(second, 'finish', { short_reason: '无' })).code).toBe('operation_blocked')
  expect((await card(third, 'start')).code).toBe('operation_blocked')
  await card(first, 'report', { good: '3' })
  await card(first, 'finish')
  await card(second, 'report', { good: '3' })
  await card(second, 'finish')
  await floor.runCard({ id: third! }, '7')
  expect(await floor.planner.get(`/api/records/work_order/${work.id}`)).toMatchObject({
    stage: 'done',
    good: '7',
    scrap: '1',
  })
})
