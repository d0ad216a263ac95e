import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFloor, type Floor } from './testFloor.ts'

let floor: Floor
let { house, sales, planner, worker, inspector, keeper, manager, customer } = {} as Floor
let { rows, act, item, makeItem, makeOrder, confirm, sign, workOf, cardsOf, runCard } = {} as Floor
beforeAll(async () => {
  ;({
    house,
    sales,
    planner,
    worker,
    inspector,
    keeper,
    manager,
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

test('an order runs from confirmation to shipment: stock first, the shortage made once, both sign, the floor reports, quality judges, everything ships', async () => {
  const pump = await makeItem('GP-20', {}, '4')
  await planner.post('/api/records/routing', {
    item: pump,
    name: '齿轮泵',
    lines: [
      { sequence: '10', name: '车削', work_centre: '车床', setup_minutes: '30', run_minutes: '5' },
      { sequence: '20', name: '装配', work_centre: '装配', run_minutes: '10' },
    ],
  })
  await inspector.post('/api/records/inspection_plan', {
    name: '齿轮泵成品',
    item: pump,
    characteristics: [{ name: '压力', lower: '15.5', upper: '16.5', unit: 'MPa' }],
  })
  const made = await makeOrder([{ item_code: 'GP-20', name: '齿轮泵', quantity: '10', price: '1250' }], {
    promised_on: '2027-01-15',
  })
  expect(made).toMatchObject({ amount: '12500.00', stage: 'draft' })
  await house.settle()
  expect((await sales.get(`/api/records/order/${made.id}`)).lines[0]).toMatchObject({
    on_hand: '4',
    available: '4',
    shortage: '6',
  })

  await confirm(made.id)
  expect((await floor.refused(sales, 'order', made.id, 'confirm', {})).code).toBe('action_not_now')
  expect(await item(pump)).toMatchObject({ on_hand: '4', reserved: '4', available: '0' })
  const works = await rows(planner, 'work_order', `order = "${made.id}"`)
  expect(works).toMatchObject([
    { quantity: '6', stage: 'planned', due_on: '2027-01-15', requirements: '无特殊要求' },
  ])
  const work = works[0]
  expect(await sales.get(`/api/records/order/${made.id}`)).toMatchObject({
    production_progress: '40',
    sign_off_state: 'open',
  })

  expect(await floor.refused(planner, 'work_order', work.id, 'release')).toMatchObject({
    code: 'gate_closed',
    lacking: ['production_signed', 'quality_signed'],
  })
  const asked = await rows(planner, 'requirement_sign_off', `order = "${made.id}"`)
  const [forProduction, forQuality] = ['production', 'quality'].map((side) =>
    asked.find((one) => one.side === side),
  )
  expect((await floor.refused(planner, 'requirement_sign_off', forQuality.id, 'sign', {})).code).toBe(
    'not_your_signature',
  )
  expect(
    (await planner.get('/api/tasks')).items.filter(
      (task: any) => task.kind === 'sign_off' && task.record === forProduction.id,
    ),
  ).toHaveLength(1)
  await act(planner, 'requirement_sign_off', forProduction.id, 'sign')
  expect((await floor.refused(planner, 'work_order', work.id, 'release', {})).lacking).toEqual([
    'quality_signed',
  ])
  await act(inspector, 'requirement_sign_off', forQuality.id, 'sign')
  expect(
    (await planner.get('/api/tasks')).items.filter(
      (task: any) => task.kind === 'sign_off' && task.record === forProduction.id,
    ),
  ).toHaveLength(0)
  expect(await act(planner, 'work_order', work.id, 'release')).toMatchObject({ stage: 'released' })

  const [turning, assembly] = await cardsOf(work.id)
  expect(turning).toMatchObject({
    operation: '车削',
    planned_minutes: '60',
    state: 'waiting',
    started_at: null,
  })
  const [byCode] = await rows(worker, 'job_card', `code = "${turning.code}"`)
  expect(byCode.id).toBe(turning.id)
  await worker.get(`/api/records/job_card/${turning.id}`)
  expect(await worker.get(`/api/records/job_card/${turning.id}`)).toMatchObject({
    state: 'waiting',
    started_at: null,
  })
  expect((await floor.refused(worker, 'job_card', assembly.id, 'start', {})).code).toBe('operation_blocked')
  await act(worker, 'job_card', turning.id, 'start')
  expect((await act(worker, 'job_card', turning.id, 'report', { good: '7' })).code).toBe('over_quantity')
  expect((await act(worker, 'job_card', turning.id, 'report', { good: '1', scrap: '1' })).code).toBe(
    'field_required',
  )
  const key = { 'idempotency-key': 'report-1' }
  expect(
    await act(worker, 'job_card', turning.id, 'report', { good: '3', minutes: '20' }, key),
  ).toMatchObject({ good: '3' })
  expect(
    await act(worker, 'job_card', turning.id, 'report', { good: '3', minutes: '20' }, key),
  ).toMatchObject({ good: '3' })
  await house.settle()
  // Half of the first of two operations of equal time: a quarter of six pieces, beside four from stock.
  expect(await sales.get(`/api/records/order/${made.id}`)).toMatchObject({
    stage: 'in_production',
    production_progress: '55',
    current_operation: '车削',
  })
  expect((await act(worker, 'job_card', turning.id, 'finish')).code).toBe('pieces_missing')
  await act(worker, 'job_card', turning.id, 'report', { good: '3' })
  await act(worker, 'job_card', turning.id, 'finish')
  expect((await act(worker, 'job_card', turning.id, 'report', { good: '1' })).code).toBe('action_not_now')
  await runCard(assembly, '6')
  await house.settle()
  expect(await planner.get(`/api/records/work_order/${work.id}`)).toMatchObject({
    stage: 'done',
    progress: '100',
    good: '6',
    scrap: '0',
    minutes: '50',
  })

  const [first] = await rows(inspector, 'inspection', `work_order = "${work.id}"`)
  expect(first).toMatchObject({ result: 'pending', quantity: '6', requirements: '无特殊要求' })
  const tick = (await inspector.get('/api/tasks')).items.find(
    (task: any) => task.record === first.id && task.kind === 'inspection',
  )
  expect(await inspector.post(`/api/tasks/${tick.id}/complete`)).toMatchObject({
    code: 'task_waits_for_verb',
    detail: '请在记录上执行“记录检验结果”，待办会随之完成',
  })
  expect(
    (
      await act(inspector, 'inspection', first.id, 'record', {
        result: 'pass',
        readings: [{ name: '压力', value: '16.51' }],
      })
    ).code,
  ).toBe('readings_out_of_limits')
  await act(inspector, 'inspection', first.id, 'record', {
    result: 'fail',
    readings: [{ name: '压力', value: '16.51' }],
  })
  await house.settle()
  expect(await item(pump)).toMatchObject({ on_hand: '4', reserved: '4' })
  expect(await sales.get(`/api/records/order/${made.id}`)).toMatchObject({
    quality_state: 'fail',
    stage: 'in_production',
  })
  const [fault] = await rows(inspector, 'nonconformance', `work_order = "${work.id}"`)
  expect(fault).toMatchObject({ raised_by: 'inspection', customer, state: 'open', quantity: '6' })
  expect((await act(inspector, 'nonconformance', fault.id, 'dispose', { disposition: 'rework' })).code).toBe(
    'field_required',
  )
  await act(inspector, 'nonconformance', fault.id, 'dispose', {
    disposition: 'rework',
    cause: '调压阀设定错误',
  })
  const second = (await rows(inspector, 'inspection', `work_order = "${work.id}" and result = "pending"`))[0]
  expect(second).toMatchObject({ attempt: '2' })
  await act(inspector, 'inspection', second.id, 'record', {
    result: 'pass',
    readings: [{ name: '压力', value: '16.5' }],
  })
  await house.settle()
  expect(await item(pump)).toMatchObject({ on_hand: '10', reserved: '10', available: '0' })
  expect(await sales.get(`/api/records/order/${made.id}`)).toMatchObject({
    stage: 'ready',
    production_progress: '100',
    quality_state: 'pass',
    current_operation: null,
  })

  const line = (await sales.get(`/api/records/order/${made.id}`)).lines[0]
  expect((await floor.refused(sales, 'order', made.id, 'ship', {})).status).toBe(403)
  expect(
    (await act(keeper, 'order', made.id, 'ship', { lines: [{ line: line.id, quantity: '11' }] })).code,
  ).toBe('more_than_reserved')
  expect(
    await act(keeper, 'order', made.id, 'ship', { lines: [{ line: line.id, quantity: '4' }] }),
  ).toMatchObject({ complete: false, stage: 'ready' })
  expect(await item(pump)).toMatchObject({ on_hand: '6', reserved: '6' })
  expect(await act(keeper, 'order', made.id, 'ship')).toMatchObject({
    complete: true,
    stage: 'shipped',
    lines: [{ line: line.id, item: pump, quantity: '6' }],
  })
  await house.settle()
  expect(await item(pump)).toMatchObject({ on_hand: '0', reserved: '0', available: '0' })
  expect(await sales.get(`/api/records/order/${made.id}`)).toMatchObject({
    shipped_quantity: '10',
    ordered_quantity: '10',
  })
  const events = (await sales.get(`/api/records/order/${made.id}/timeline`)).items.map((one: any) => one.name)
  expect(events.filter((name: string) => name === 'order.shipped')).toHaveLength(2)
  expect(await act(manager, 'order', made.id, 'close')).toMatchObject({ stage: 'closed' })
})

test('a signed contract becomes one order with its lines, and its special requirements travel to work and inspection', async () => {
  const offer = await manager.post('/api/records/quote', { name: '报价' })
  await manager.post('/api/records/quote_line', {
    quote: offer.id,
    item_code: 'NEW-7',
    name: '定制壳体',
    spec: 'S316',
    quantity: '5',
    unit: '件',
    price: '300',
  })
  const deal = await manager.post('/api/records/contract', {
    name: '壳体合同',
    customer,
    quote: offer.id,
    amount: '1490',
  })
  await manager.patch(`/api/records/contract/${deal.id}`, { name: '壳体合同（定稿）' })
  await manager.post('/api/records/special_requirement', {
    text: 'EO 灭菌，残留低于 10 μg/g',
    contract: deal.id,
  })
  await floor.tell('contract.signed', 'contract', deal.id)
  await floor.tell('contract.signed', 'contract', deal.id)
  const made = await rows(manager, 'order', `contract = "${deal.id}"`)
  expect(made).toMatchObject([
    { amount: '1490.00', lines_amount: '1500.00', stage: 'draft', title: '壳体合同（定稿）' },
  ])
  await act(manager, 'order', made[0].id, 'confirm')
  await house.settle()
  // Nobody has made this before: it is asked about, and becomes an item because the planner says so.
  const [line] = await rows(planner, 'order_line', `order = "${made[0].id}"`)
  await act(planner, 'order_line', line.id, 'create_item')
  await house.settle()
  const work = await workOf(made[0].id)
  expect(work).toMatchObject({ quantity: '5', requirements: '1. EO 灭菌，残留低于 10 μg/g' })
  expect(await item(work.item)).toMatchObject({
    code: 'NEW-7',
    make_or_buy: 'make',
    spec: 'S316',
    reserved: '0',
  })
  await sign(made[0].id)
  // A requirement that comes late is signed again before anything is released.
  await manager.post('/api/records/special_requirement', { text: '双层洁净包装', order: made[0].id })
  await house.settle()
  expect((await floor.refused(planner, 'work_order', work.id, 'release', {})).lacking).toHaveLength(2)
  await sign(made[0].id)
  expect(await act(planner, 'work_order', work.id, 'release')).toMatchObject({ stage: 'released' })
  const [card] = await cardsOf(work.id)
  await runCard(card, '5')
  await house.settle()
  expect((await rows(inspector, 'inspection', `work_order = "${work.id}"`))[0].requirements).toContain(
    '双层洁净包装',
  )
})
