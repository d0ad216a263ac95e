import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreRecord } from '../../kernel/records/remove.ts'
import { makeWork } from '../../kernel/work/makeWork.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { addDays } from '../../model/index.ts'
import { openMoney, type Money } from './testMoney.ts'

let { house, boss, seller, finance, today, listOf, owedFor, makeOrder, importLines } = {} as Money
beforeAll(async () => {
  ;({ house, boss, seller, finance, today, listOf, owedFor, makeOrder, importLines } = await openMoney())
})
afterAll(() => house?.stop())

test('an order makes receivables by the instalments of its contract, together the order to the cent', async () => {
  const contract = await boss.post('/api/records/contract', {
    amount: '100.00',
    signed_on: today(),
    instalments: [
      { name: '预付款', trigger: 'signing', amount: '33.33', sequence: 1 },
      { name: '发货款', trigger: 'shipment', amount: '33.33', sequence: 2, days_after: 7 },
      { name: '验收款', trigger: 'acceptance', amount: '33.34', sequence: 3 },
    ],
  })
  const { order } = await makeOrder('苏州宏远机械有限公司', '1000.01', { contract: contract.id })
  const rows = await owedFor(order.id)
  expect(rows.map((row) => [row.instalment, row.amount, row.due_on, row.state, row.owner])).toEqual([
    ['预付款', '333.30', today(), 'open', seller.id],
    ['发货款', '333.30', null, 'open', seller.id],
    ['验收款', '333.41', null, 'open', seller.id],
  ])
  await transact(house.workspace, systemActor('tests'), async (tx) =>
    makeWork(tx).emit('order.shipped', { object: 'order', record: order.id, order: order.id, lines: [] }),
  )
  await house.settle()
  expect((await owedFor(order.id))[1]!.due_on).toBe(addDays(today(), 7))
  await finance.post(`/api/records/receivable/${rows[2]!.id}/customer_accepted`, {})
  expect((await owedFor(order.id))[2]!.due_on).toBe(today())
})

test('a change of the amount after the shipment keeps what fell due by it', async () => {
  const contract = await boss.post('/api/records/contract', {
    amount: '100.00',
    instalments: [
      { name: '发货款', trigger: 'shipment', amount: '90', sequence: 1, days_after: 5 },
      { name: '尾款', trigger: 'acceptance', amount: '10', sequence: 2 },
    ],
  })
  const { order } = await makeOrder('苏州变更机械有限公司', '100', { contract: contract.id })
  await transact(house.workspace, systemActor('tests'), async (tx) =>
    makeWork(tx).emit('order.shipped', { object: 'order', record: order.id, order: order.id, lines: [] }),
  )
  await house.settle()
  const due = addDays(today(), 5)
  await house.forward({ days: 7 })
  await boss.patch(`/api/records/order/${order.id}`, { amount: '120' })
  await house.forward({ hours: 1 })
  const rows = await owedFor(order.id)
  expect(rows.map((row) => [row.amount, row.due_on, row.state, row.issued_on])).toEqual([
    ['108.00', due, 'overdue', addDays(due, -5)],
    ['12.00', null, 'open', addDays(due, -5)],
  ])
  const { items } = await seller.get('/api/tasks')
  expect(
    items.filter(
      (one: { kind: string; title: string }) => one.kind === 'collect' && one.title.includes(order.number),
    ),
  ).toMatchObject([{ record: rows[0].id }])
})

test('what is due on acceptance counts from the day of the acceptance, whenever it is noted', async () => {
  const contract = await boss.post('/api/records/contract', {
    amount: '100.00',
    instalments: [{ name: '质保尾款', trigger: 'acceptance', amount: '100', sequence: 1, days_after: 30 }],
  })
  const { order } = await makeOrder('苏州验收机械有限公司', '100', { contract: contract.id })
  const accepted_on = addDays(today(), -12)
  await transact(house.workspace, systemActor('tests'), async (tx) =>
    makeWork(tx).emit('order.accepted', { object: 'order', record: order.id, order: order.id, accepted_on }),
  )
  await house.settle()
  expect(await owedFor(order.id)).toMatchObject([{ due_on: addDays(accepted_on, 30) }])
})

test('an order without a contract owes its whole amount once, and what changes before money came changes it', async () => {
  const { order } = await makeOrder('无锡东方轴承有限公司', '500')
  expect(await owedFor(order.id)).toMatchObject([
    { amount: '500.00', open_amount: '500.00', due_on: addDays(today(), 30) },
  ])
  await boss.patch(`/api/records/order/${order.id}`, { amount: '650.50' })
  await house.settle()
  expect(await owedFor(order.id)).toMatchObject([{ amount: '650.50' }])
})

test('an order that is cancelled owes nothing more', async () => {
  const { order } = await makeOrder('绍兴取消机械有限公司', '400')
  await transact(house.workspace, systemActor('tests'), async (tx) => {
    const work = makeWork(tx)
    await work.change('order', order.id, { amount: '0' })
    await work.emit('order.cancelled', { object: 'order', record: order.id })
  })
  await house.settle()
  expect(await owedFor(order.id)).toEqual([])
})

test('the due day itself is in time; the day after is overdue, with a warning before and a task for the seller', async () => {
  const { order } = await makeOrder('湖州逾期机械有限公司', '900')
  const [row] = await owedFor(order.id)
  await finance.post(`/api/records/receivable/${row.id}/amend`, {
    due_on: addDays(today(), 10),
    reason: '约定',
  })
  await house.settle()
  await house.forward({ days: 8 })
  const told = async () =>
    (await seller.get('/api/notifications')).items
      .filter((one: any) => one.record === row.id)
      .map((one: any) => one.title.zh.slice(0, 4))
  expect(await told()).toContain('应收将于')
  await house.forward({ days: 2 })
  expect((await owedFor(order.id))[0]!.state).toBe('open')
  await house.forward({ days: 1 })
  expect((await owedFor(order.id))[0]!.state).toBe('overdue')
  expect((await seller.get('/api/tasks')).items.filter((one: any) => one.record === row.id)).toMatchObject([
    { kind: 'collect' },
  ])
  await seller.post(`/api/records/receivable/${row.id}/log_follow_up`, { content: '已电话催收' })
  const ageing = await finance.post('/api/reports/receivables_ageing/run')
  const late = ageing.rows.find((one: any) => one.values.age === '2 逾期1-30天')
  expect(
    (await finance.get(`/api/records/receivable?count=true&where=${encodeURIComponent(late.where)}`)).count,
  ).toBe(late.count)
  expect(
    await finance.post(`/api/records/receivable/${row.id}/write_off`, { reason: '客户破产' }),
  ).toMatchObject({ state: 'written_off', open_amount: '0.00', follow_ups: '1' })
  await house.settle()
  expect((await seller.get('/api/tasks')).items.filter((one: any) => one.record === row.id)).toEqual([])
})

test('an overdue payment that is taken back, or a due date moved into the past, is collected like any other', async () => {
  const collecting = async (id: string) =>
    (await seller.get('/api/tasks')).items.filter(
      (one: { record: string; kind: string }) => one.record === id && one.kind === 'collect',
    ).length
  const { order } = await makeOrder('湖州撤回机械有限公司', '5150')
  const [row] = await owedFor(order.id)
  await house.forward({ days: 31 })
  expect([(await owedFor(order.id))[0]!.state, await collecting(row.id)]).toEqual(['overdue', 1])
  await importLines([['5150.00', `货款 ${order.number}`, '湖州撤回机械有限公司']])
  expect([(await owedFor(order.id))[0]!.state, await collecting(row.id)]).toEqual(['paid', 0])
  await finance.post(`/api/records/bank_line/${(await listOf('bank_line', 'amount = 5150'))[0].id}/unmatch`, {
    reason: '认错',
  })
  await house.forward({ hours: 1 })
  expect([(await owedFor(order.id))[0]!.state, await collecting(row.id)]).toEqual(['overdue', 1])
  const earlier = await makeOrder('湖州提前机械有限公司', '60')
  const [other] = await owedFor(earlier.order.id)
  await finance.post(`/api/records/receivable/${other.id}/amend`, {
    due_on: addDays(today(), -2),
    reason: '约定',
  })
  await house.forward({ hours: 1 })
  expect([(await owedFor(earlier.order.id))[0]!.state, await collecting(other.id)]).toEqual(['overdue', 1])
})

test('an order that is deleted owes nothing more, and owes again when it is brought back', async () => {
  const { order } = await makeOrder('绍兴删除机械有限公司', '410')
  await boss.del(`/api/records/order/${order.id}`)
  await house.settle()
  expect(await owedFor(order.id)).toEqual([])
  await transact(house.workspace, systemActor('tests'), async (tx) => restoreRecord(tx, 'order', order.id))
  await house.settle()
  expect(await owedFor(order.id)).toMatchObject([{ amount: '410.00', state: 'open' }])
})
