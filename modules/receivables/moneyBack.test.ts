import { afterAll, beforeAll, expect, test } from 'vitest'
import { findReturn, type PostedMoney } from './findReturns.ts'
import { openMoney, type Money } from './testMoney.ts'

let { house, boss, seller, finance, makeOrder, owedFor, importLines, listOf } = {} as Money
beforeAll(
  async () =>
    void ({ house, boss, seller, finance, makeOrder, owedFor, importLines, listOf } = await openMoney()),
)
afterAll(() => house?.stop())

const lineOf = async (amount: string) => (await listOf('bank_line', `amount = ${amount}`))[0]
const tasksOf = async (kind: string, record: string) =>
  (await finance.get('/api/tasks')).items.filter(
    (one: { kind: string; record: string }) => one.kind === kind && one.record === record,
  )

test('8,000 in, and back out the next day under the same order: the match is questioned, finance is asked, and what they confirm is owed again', async () => {
  const { order } = await makeOrder('苏州退汇机械有限公司', '8000')
  await importLines([['8000.00', `货款 ${order.number}`, '苏州退汇机械有限公司', -1]])
  const [owed] = await owedFor(order.id)
  expect(owed).toMatchObject({ state: 'paid', open_amount: '0.00' })
  expect(
    await importLines([['-8000.00', `退汇 ${order.number} 账号有误`, '苏州退汇机械有限公司']]),
  ).toMatchObject({ questioned: 1, matched: 0 })
  const [came, went] = [await lineOf('8000'), await lineOf('-8000')]
  expect(went).toMatchObject({ state: 'questioned', returns: came.id })
  expect(came).toMatchObject({ state: 'matched', questioned: true })
  expect((await owedFor(order.id))[0].state).toBe('paid')
  expect(await tasksOf('money_back', went.id)).toMatchObject([{ data: { verb: 'return_money' } }])
  expect(await finance.post(`/api/records/bank_line/${went.id}/return_money`)).toMatchObject({
    state: 'matched',
    allocated: '-8000.00',
  })
  await house.settle()
  expect((await owedFor(order.id))[0]).toMatchObject({
    state: 'open',
    received: '0.00',
    open_amount: '8000.00',
    paid_on: null,
  })
  expect(await boss.get(`/api/records/order/${order.id}`)).toMatchObject({
    payment_state: 'unpaid',
    received_amount: '0.00',
  })
  expect(await tasksOf('money_back', went.id)).toEqual([])
  expect((await lineOf('8000')).questioned).toBe(false)
  // The money that came cannot be taken back a second time.
  expect((await finance.post(`/api/records/bank_line/${came.id}/unmatch`, { reason: '重复' })).code).toBe(
    'line_was_returned',
  )
  await finance.post(`/api/records/bank_line/${went.id}/unmatch`, { reason: '认错' })
  expect((await owedFor(order.id))[0]).toMatchObject({ state: 'paid', received: '8000.00' })
})

test('what goes out to others asks for nobody, and a question that was none is put aside', async () => {
  const { order } = await makeOrder('苏州支出机械有限公司', '4100')
  await importLines([['4100.00', `货款 ${order.number}`, '苏州支出机械有限公司', -3]])
  expect(
    await importLines([
      ['-4100.00', '材料款', '上海紧固件有限公司'],
      ['-99.00', '退款', '员工甲'],
    ]),
  ).toMatchObject({ questioned: 0 })
  expect(await importLines([['-4100.00', '货款', '苏州支出机械有限公司', 1]])).toMatchObject({
    questioned: 1,
  })
  const [went] = await listOf('bank_line', 'amount = -4100 and state = "questioned"')
  expect(
    await finance.post(`/api/records/bank_line/${went.id}/ignore`, { reason: '另一笔采购' }),
  ).toMatchObject({ state: 'ignored', returns: null })
  expect(await tasksOf('money_back', went.id)).toEqual([])
  expect((await lineOf('4100')).questioned).toBe(false)
  expect((await owedFor(order.id))[0].state).toBe('paid')
})

test('no more goes back than came in for a receivable, nor than the line has, and no seller says so', async () => {
  const { order } = await makeOrder('苏州部分机械有限公司', '900')
  await importLines([
    ['600.00', `货款 ${order.number}`, '苏州部分机械有限公司', -1],
    ['-700.00', `退款 ${order.number}`, '苏州部分机械有限公司'],
  ])
  const [[owed], went] = [await owedFor(order.id), await lineOf('-700')]
  const back = (amount: string, who = finance) =>
    who.raw({
      method: 'POST',
      url: `/api/records/bank_line/${went.id}/return_money`,
      payload: { allocations: [{ receivable: owed.id, amount }] },
    })
  expect((await back('600.01')).body.code).toBe('return_over_received')
  expect((await back('700.01')).body.code).toBe('allocation_over_line')
  expect((await back('1', seller)).status).toBe(404)
  expect((await Promise.all([back('400'), back('400')])).map((one) => one.status).sort()).toEqual([200, 422])
  expect((await owedFor(order.id))[0]).toMatchObject({
    received: '200.00',
    open_amount: '700.00',
    state: 'partial',
  })
})

test('a credit is refunded by the bank line that pays it, or set against what the same customer owes', async () => {
  const { customer, order } = await makeOrder('苏州多付机械有限公司', '1000')
  const next = await boss.post('/api/records/order', {
    customer: customer.id,
    amount: '250',
    owner: seller.id,
  })
  await importLines([['1000.00', `货款 ${order.number}`, '苏州多付机械有限公司', -2]])
  const [paid] = await owedFor(order.id)
  await boss.patch(`/api/records/order/${order.id}`, { amount: '0' })
  await boss.del(`/api/records/order/${order.id}`)
  await house.settle()
  const credit = async () => (await listOf('receivable', `id = "${paid.id}"`))[0]
  expect(await credit()).toMatchObject({
    state: 'credit',
    amount: '0.00',
    credit: '1000.00',
    open_amount: '0.00',
  })
  expect(await tasksOf('customer_credit', paid.id)).toHaveLength(1)
  const [other] = await owedFor(next.id)
  expect(
    await finance.post(`/api/records/receivable/${paid.id}/move_credit`, { to: other.id }),
  ).toMatchObject({ credit: '750.00', state: 'credit' })
  expect((await owedFor(next.id))[0]).toMatchObject({ state: 'paid', received: '250.00' })
  expect(
    (await finance.post('/api/reports/customer_credits/run')).rows.map(
      (one: { values: { credit: string } }) => one.values.credit,
    ),
  ).toContain('750.00')
  expect(await importLines([['-750.00', '退多付货款', '苏州多付机械有限公司']])).toMatchObject({
    questioned: 1,
  })
  await finance.post(`/api/records/bank_line/${(await lineOf('-750')).id}/return_money`)
  await house.settle()
  expect(await credit()).toMatchObject({ state: 'cancelled', received: '0.00', credit: '0.00' })
  expect(await tasksOf('customer_credit', paid.id)).toEqual([])
})

test('a return is asked about where the number, the payer with the amount, or the word with the only amount say so', () => {
  const posted: PostedMoney = {
    line: 'L1',
    amount: '8000.00',
    booked_on: '2026-11-01',
    counterparty: '苏州甲有限公司',
    account: '6222-01',
    parts: [
      { receivable: 'R1', amount: '5000.00', numbers: ['DD202611-0001'] },
      { receivable: 'R2', amount: '3000.00', numbers: ['DD202611-0001'] },
    ],
  }
  const out = (amount: string, memo: string, counterparty: string | null = '某行', more: object = {}) =>
    findReturn({ amount, memo, counterparty, account: null, booked_on: '2026-11-02', ...more }, [posted])
  expect(out('-8000', 'DD202611-0001')?.parts).toEqual([
    { receivable: 'R2', amount: '3000.00' },
    { receivable: 'R1', amount: '5000.00' },
  ])
  expect(out('-1200', '退货款 DD202611-0001')?.parts).toEqual([{ receivable: 'R2', amount: '1200.00' }])
  expect(out('-8000', '货款', '苏州甲有限责任公司')?.line).toBe('L1')
  expect(out('-8000', '', null, { account: '622201' })?.line).toBe('L1')
  expect(out('-8000', '冲正')?.line).toBe('L1')
  for (const not of [
    out('-8000', '货款'),
    out('-7999', '退汇'),
    out('-1200', '货款', '苏州甲有限公司'),
    out('-8000', 'DD202611-0001', null, { booked_on: '2026-10-31' }),
  ])
    expect(not).toBeNull()
})
