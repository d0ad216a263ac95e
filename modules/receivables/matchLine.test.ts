import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../kernel/testing/testHouse.ts'
import { addDays } from '../../model/index.ts'
import { openMoney, statementHead, upload, type Money } from './testMoney.ts'

let { house, boss, seller, finance, account, today, listOf, owedFor, makeOrder, importLines } = {} as Money
let cashier: Caller
beforeAll(async () => {
  ;({ house, boss, seller, finance, account, today, listOf, owedFor, makeOrder, importLines } =
    await openMoney())
  cashier = await house.person('出纳', ['finance'], '财务部')
})
afterAll(() => house?.stop())

test('of an exact line, an ambiguous one and a stray one exactly the first closes; the order is paid and the seller told', async () => {
  const { order } = await makeOrder('宁波海天精工股份有限公司', '113000')
  const [a, b] = [
    await makeOrder('常州天合机械有限公司', '8800'),
    await makeOrder('常州天合机械有限公司二厂', '8800'),
  ]
  const answer = await importLines([
    ['113000.00', `货款 ${order.number}`, '宁波海天精工股份有限公司'],
    ['8800.00', '货款', '常州天合机械'],
    ['66.60', '结息', '某某银行'],
  ])
  expect(answer).toMatchObject({ imported: 3, already: 0, faults: [], matched: 1, waiting: 2 })
  expect(await owedFor(order.id)).toMatchObject([
    { state: 'paid', received: '113000.00', open_amount: '0.00', paid_on: today(), days_late: '0' },
  ])
  expect(await boss.get(`/api/records/order/${order.id}`)).toMatchObject({
    payment_state: 'paid',
    received_amount: '113000.00',
  })
  const notices = (await seller.get('/api/notifications')).items.map((one: any) => one.title.zh)
  expect(notices.some((zh: string) => zh.includes('已回款') && zh.includes(order.number))).toBe(true)
  for (const one of [a, b])
    expect(await owedFor(one.order.id)).toMatchObject([{ state: 'open', received: '0.00' }])
  const [waiting] = await listOf('bank_line', 'amount = 8800')
  expect(waiting).toMatchObject({ state: 'unmatched' })
  expect(waiting.suggestions.length).toBeGreaterThan(0)
  expect(await listOf('bank_line', 'amount = 66.60')).toMatchObject([
    { state: 'unmatched', confirmed_at: null },
  ])
})

test('money that names an order paid long ago waits for a person, though another order of the customer has its amount', async () => {
  const { customer, order } = await makeOrder('镇江双付机械有限公司', '4321')
  await importLines([['4321.00', `货款 ${order.number}`, '镇江双付机械有限公司']])
  const next = await boss.post('/api/records/order', {
    customer: customer.id,
    amount: '4321',
    owner: seller.id,
    payment_state: 'unpaid',
  })
  await house.settle()
  expect(await importLines([['4321.00', `${order.number} 货款`, '镇江双付机械有限公司']])).toMatchObject({
    imported: 1,
    matched: 0,
  })
  expect(await owedFor(next.id)).toMatchObject([{ state: 'open', received: '0.00' }])
  expect((await listOf('bank_line', 'amount = 4321 and state = "unmatched"'))[0].suggestions).not.toEqual([])
})

test('a person matches one line to several receivables, never more than either side holds, and can take it back', async () => {
  const [a, b] = [await makeOrder('台州甲公司', '100.10'), await makeOrder('台州乙公司', '200.20')]
  await importLines([['250.00', '往来', '不认识的人']])
  const [line] = await listOf('bank_line', 'amount = 250')
  const [[one], [two]] = [await owedFor(a.order.id), await owedFor(b.order.id)]
  const match = (allocations: unknown, who = finance) =>
    who.raw({ method: 'POST', url: `/api/records/bank_line/${line.id}/match`, payload: { allocations } })
  expect((await match([{ receivable: one.id, amount: '100.11' }])).body.code).toBe(
    'allocation_over_receivable',
  )
  expect(
    (
      await match([
        { receivable: one.id, amount: '100.10' },
        { receivable: two.id, amount: '149.91' },
      ])
    ).body.code,
  ).toBe('allocation_over_line')
  expect((await match([{ receivable: one.id, amount: '0' }])).body.code).toBe('allocations_wrong')
  expect((await match([{ receivable: one.id, amount: '100.10' }], seller)).status).toBe(404)
  expect(
    (
      await match([
        { receivable: one.id, amount: '100.10' },
        { receivable: two.id, amount: '149.90' },
      ])
    ).body,
  ).toMatchObject({ state: 'matched', allocated: '250.00', confirmation_days: '0' })
  await house.settle()
  expect((await owedFor(b.order.id))[0]).toMatchObject({ state: 'partial', open_amount: '50.30' })
  expect(await boss.get(`/api/records/order/${b.order.id}`)).toMatchObject({
    payment_state: 'partial',
    received_amount: '149.90',
  })
  expect(await finance.post(`/api/records/bank_line/${line.id}/unmatch`, { reason: '认错' })).toMatchObject({
    state: 'unmatched',
  })
  await house.settle()
  expect((await owedFor(a.order.id))[0]).toMatchObject({
    state: 'open',
    open_amount: '100.10',
    paid_on: null,
  })
  expect(await boss.get(`/api/records/order/${a.order.id}`)).toMatchObject({
    payment_state: 'unpaid',
    received_amount: '0.00',
  })
})

test('two people match the same line at once: one wins and the sums stay exact', async () => {
  const { order } = await makeOrder('嘉兴同时机械有限公司', '300')
  await importLines([['180.00', '往来款', '查无此人甲']])
  const [line] = await listOf('bank_line', 'amount = 180')
  const [row] = await owedFor(order.id)
  const answers = await Promise.all(
    [finance, cashier].map((who) =>
      who.raw({
        method: 'POST',
        url: `/api/records/bank_line/${line.id}/match`,
        payload: { allocations: [{ receivable: row.id, amount: '180' }] },
      }),
    ),
  )
  expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
  expect((await owedFor(order.id))[0]).toMatchObject({ received: '180.00', open_amount: '120.00' })
})

test('what was paid in two parts is paid by the later one, whichever was matched last', async () => {
  const { order } = await makeOrder('湖州两笔机械有限公司', '777')
  const [row] = await owedFor(order.id)
  const lines = [
    ['300.00', -2],
    ['477.00', -9],
  ].map(
    ([amount, ago], at) => `${addDays(today(), ago as number)},CNY,${amount},${at}.00,转账,不认识的人,往来`,
  )
  await finance.post(`/api/records/bank_account/${account}/import_statement`, {
    file: await upload(finance, '两笔.csv', [statementHead, ...lines].join('\n')),
  })
  for (const amount of ['300', '477'])
    await finance.post(
      `/api/records/bank_line/${(await listOf('bank_line', `amount = ${amount} and state = "unmatched"`))[0].id}/match`,
      { allocations: [{ receivable: row.id, amount }] },
    )
  expect(await owedFor(order.id)).toMatchObject([{ state: 'paid', paid_on: addDays(today(), -2) }])
})
