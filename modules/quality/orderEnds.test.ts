import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFloor, type Floor } from './testFloor.ts'

let floor: Floor
beforeAll(async () => void (floor = await openFloor()))
afterAll(() => floor?.house.stop())

const lineOf = async (order: string) => (await floor.order(order)).lines[0]

/** An order of so many pieces that lie on stock, confirmed and gone out. */
async function shipped(code: string, quantity: string) {
  const item = await floor.makeItem(code, {}, quantity)
  const made = await floor.makeOrder([{ item, name: code, quantity, price: '10' }])
  await floor.confirm(made.id)
  await floor.act(floor.keeper, 'order', made.id, 'ship')
  return { item, order: made.id as string, line: (await lineOf(made.id)).id as string }
}
const takeBack = (order: string, line: string, quantity: string, more: object = {}) =>
  floor.act(floor.keeper, 'order', order, 'take_back', {
    lines: [{ line, quantity }],
    reason: '退货',
    ...more,
  })

test('goods that came back go out again, and the order is shipped and closed as if they had stayed', async () => {
  const { item, order, line } = await shipped('EN-1', '4')
  expect(await takeBack(order, line, '3')).toMatchObject({ stage: 'confirmed' })
  expect((await floor.refused(floor.manager, 'order', order, 'cancel', { reason: '不要了' })).code).toBe(
    'action_not_now',
  )
  expect(
    await floor.act(floor.keeper, 'order', order, 'ship', { lines: [{ line, quantity: '2' }] }),
  ).toMatchObject({ complete: false })
  expect(await floor.act(floor.keeper, 'order', order, 'ship')).toMatchObject({
    complete: true,
    stage: 'shipped',
  })
  expect(await floor.item(item)).toMatchObject({ on_hand: '0', reserved: '0' })
  expect(await floor.act(floor.planner, 'order', order, 'close')).toMatchObject({ stage: 'closed' })
})

test('what is to be replaced is made anew where stock has none, beside the first work order', async () => {
  const { item, order, line } = await shipped('EN-2', '4')
  await takeBack(order, line, '1')
  await floor.act(floor.keeper, 'item', item, 'issue', { quantity: '1', note: '报废' })
  await floor.act(floor.planner, 'order', order, 'replenish')
  await floor.house.settle()
  expect(await floor.rows(floor.planner, 'work_order', `order = "${order}"`)).toMatchObject([
    { quantity: '1', stage: 'planned' },
  ])
  await floor.act(floor.planner, 'order', order, 'replenish')
  await floor.house.settle()
  expect(await floor.rows(floor.planner, 'work_order', `order = "${order}"`)).toHaveLength(1)
})

test('a rest that never goes out is closed short with its reason, and what was kept and planned for it is free', async () => {
  const item = await floor.makeItem('EN-3', {}, '2')
  const made = await floor.makeOrder([{ item, name: '件', quantity: '5' }])
  await floor.confirm(made.id)
  await floor.act(floor.keeper, 'order', made.id, 'ship')
  expect((await floor.refused(floor.planner, 'order', made.id, 'close')).code).toBe('pieces_missing')
  expect(await floor.act(floor.planner, 'order', made.id, 'close', { reason: '客户只要两件' })).toMatchObject(
    { stage: 'closed', stop_reason: '客户只要两件' },
  )
  await floor.house.settle()
  expect(await floor.rows(floor.planner, 'work_order', `order = "${made.id}"`)).toMatchObject([
    { stage: 'cancelled' },
  ])
})

test('an order of which everything came back can be cancelled; a contract that is terminated takes its orders along', async () => {
  const all = await shipped('EN-4', '2')
  await takeBack(all.order, all.line, '2')
  expect(await floor.act(floor.sales, 'order', all.order, 'cancel', { reason: '全部退货' })).toMatchObject({
    stage: 'cancelled',
  })
  const deal = await floor.manager.post('/api/records/contract', {
    name: '终止合同',
    customer: floor.customer,
    amount: '100',
  })
  await floor.tell('contract.signed', 'contract', deal.id)
  const [made] = await floor.rows(floor.manager, 'order', `contract = "${deal.id}"`)
  await floor.tell('contract.terminated', 'contract', deal.id, { reason: '客户倒闭' })
  expect(await floor.order(made.id)).toMatchObject({ code: 'not_found' })
  expect(await floor.manager.get(`/api/records/order/${made.id}`)).toMatchObject({
    stage: 'cancelled',
    stop_reason: '合同终止：客户倒闭',
  })
})

const steps = [
  'confirm',
  'hold',
  'resume',
  'ship',
  'ship_one',
  'take_back_one',
  'take_back_all',
  'replace_one',
  'replenish',
  'cancel_work',
  'make',
  'accept',
] as const

async function walk(step: (typeof steps)[number], order: string): Promise<void> {
  const {
    lines: [line],
  } = await floor.manager.get(`/api/records/order/${order}`)
  const verb = (who: Floor['manager'], name: string, input: object = {}) =>
    who.post(`/api/records/order/${order}/${name}`, input)
  const back = (quantity: string, replacement: boolean) =>
    verb(floor.keeper, 'take_back', { lines: [{ line: line.id, quantity }], reason: '退货', replacement })
  const works = () =>
    floor.rows(
      floor.planner,
      'work_order',
      `order = "${order}" and not(stage in ("done", "closed", "cancelled"))`,
    )
  if (step === 'ship') await verb(floor.keeper, 'ship')
  else if (step === 'ship_one')
    await verb(floor.keeper, 'ship', { lines: [{ line: line.id, quantity: '1' }] })
  else if (step === 'take_back_one' || step === 'replace_one') await back('1', step === 'replace_one')
  else if (step === 'take_back_all') await back(line.shipped, false)
  else if (step === 'cancel_work')
    for (const one of await works())
      await floor.act(floor.planner, 'work_order', one.id, 'cancel', { reason: '停产' })
  else if (step === 'make') {
    if (
      (await floor.rows(floor.planner, 'requirement_sign_off', `order = "${order}" and state = "pending"`))
        .length > 0
    )
      await floor.sign(order)
    for (const one of await works()) {
      const lot = await floor.makeAll(one)
      if (lot) await floor.act(floor.inspector, 'inspection', lot.id, 'record', { result: 'pass' })
    }
  } else await verb(floor.manager, step, step === 'hold' ? { reason: '等' } : {})
  await floor.house.settle()
}

test('from every state that deliveries, returns, work and holds can bring about, one verb ends the order, and nothing is kept for it after', async () => {
  let round = 0
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.constantFrom(...steps), { minLength: 3, maxLength: 9 }),
      async (stock, way) => {
        const item = await floor.makeItem(`WALK-${round++}`, {}, String(stock))
        const made = await floor.makeOrder([{ item, name: '件', quantity: '3', price: '7' }])
        for (const step of way) await walk(step, made.id)
        const { stage } = await floor.manager.get(`/api/records/order/${made.id}`)
        const answers = []
        if (!['closed', 'cancelled'].includes(stage))
          for (const verb of ['cancel', 'close'])
            answers.push(
              await floor.manager.post(`/api/records/order/${made.id}/${verb}`, { reason: '结束' }),
            )
        await floor.house.settle()
        const after = await floor.manager.get(`/api/records/order/${made.id}`)
        expect(
          ['closed', 'cancelled'],
          `${way.join(' > ')} ended in ${stage}: ${answers.map((one) => one.detail).join(' / ')}`,
        ).toContain(after.stage)
        expect(Number(after.lines[0].reserved)).toBe(0)
        expect((await floor.item(item)).reserved).toBe('0')
      },
    ),
    {
      numRuns: 15,
      examples: [
        [3, ['confirm', 'ship', 'take_back_all']],
        [1, ['confirm', 'ship', 'hold', 'take_back_all']],
        [3, ['confirm', 'ship', 'take_back_one', 'hold']],
      ],
    },
  )
}, 120_000)
