import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../kernel/testing/testHouse.ts'
import { changeRecord } from '../../kernel/records/write.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { openFloor, type Floor } from '../quality/testFloor.ts'
import { receivables } from './index.ts'
import { upload } from './testMoney.ts'

let floor: Floor, finance: Caller, account: string
beforeAll(async () => {
  floor = await openFloor([receivables])
  finance = await floor.house.person('蒋会', ['finance'], '财务部')
  account = (await finance.post('/api/records/bank_account', { name: '基本户' })).id
})
afterAll(() => floor?.house.stop())

const owedFor = (order: string) => floor.rows(finance, 'receivable', `order = "${order}"`)
const order = (id: string) => floor.manager.get(`/api/records/order/${id}`)
let lines = 0

/** An order of a contract of 1,490.00 in three instalments: five pieces at 300, all on stock. */
async function agree() {
  const item = await floor.makeItem(`OW-${++lines}`, {}, '5')
  const deal = await floor.manager.post('/api/records/contract', {
    name: `合同 ${lines}`,
    customer: floor.customer,
    amount: '1490',
  })
  const made = await floor.manager.post('/api/records/order', {
    title: `订单 ${lines}`,
    customer: floor.customer,
    contract: deal.id,
    lines: [{ item, name: '泵', quantity: '5', price: '298' }],
  })
  await floor.house.settle()
  const {
    lines: [line],
  } = await order(made.id)
  return {
    id: made.id as string,
    line: line.id as string,
    contract: deal.id as string,
    number: made.number as string,
  }
}
type Agreed = Awaited<ReturnType<typeof agree>>

async function pay(one: Agreed, amount: string): Promise<void> {
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const file = await upload(
    finance,
    '流水.csv',
    `记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n${day},CNY,${amount},${++lines}.00,转账汇款,不认识的人,往来${lines}`,
  )
  await finance.post(`/api/records/bank_account/${account}/import_statement`, { file })
  await floor.house.settle()
  const [line] = await floor.rows(finance, 'bank_line', `memo = "转账汇款 往来${lines}"`)
  let left = new Decimal(amount)
  const allocations = (await owedFor(one.id))
    .map((row) => {
      const part = Decimal.min(left, row.open_amount)
      left = left.minus(part)
      return { receivable: row.id, amount: part.toFixed(2) }
    })
    .filter((part) => Number(part.amount) > 0)
  if (allocations.length > 0) await finance.post(`/api/records/bank_line/${line.id}/match`, { allocations })
  await floor.house.settle()
}

const act = async (one: Agreed, verb: string, input: object = {}) => {
  const answer = await floor.manager.post(`/api/records/order/${one.id}/${verb}`, input)
  await floor.house.settle()
  return answer
}
const takeBack = (one: Agreed, quantity: string) =>
  act(one, 'take_back', { lines: [{ line: one.line, quantity }], reason: '退货' })

test('a draft owes nothing, a confirmed order all, one called off nothing: what was paid for it is a credit with a task for finance', async () => {
  const one = await agree()
  expect(await owedFor(one.id)).toEqual([])
  await act(one, 'confirm')
  expect(await owedFor(one.id)).toMatchObject([{ amount: '1490.00', state: 'open' }])
  await pay(one, '400.00')
  await act(one, 'cancel', { reason: '客户取消' })
  const [row] = await owedFor(one.id)
  expect(row).toMatchObject({
    amount: '0.00',
    agreed_amount: '1490.00',
    open_amount: '0.00',
    credit: '400.00',
    state: 'credit',
  })
  expect(await order(one.id)).toMatchObject({
    stage: 'cancelled',
    owed_amount: '0.00',
    credit_amount: '400.00',
    payment_state: 'credit',
  })
  expect(
    (await finance.get('/api/tasks')).items.filter((task: { record: string }) => task.record === row.id),
  ).toMatchObject([{ kind: 'customer_credit' }])
  const ageing = await finance.post('/api/reports/receivables_ageing/run')
  expect(ageing.rows.every((each: { values: { open: string } }) => Number(each.values.open) >= 0)).toBe(true)
})

test('goods that came back are not owed, those that went out again are; fully returned and unpaid, nothing is', async () => {
  const one = await agree()
  await act(one, 'confirm')
  await act(one, 'ship')
  await takeBack(one, '2')
  expect(await owedFor(one.id)).toMatchObject([{ amount: '894.00', open_amount: '894.00', state: 'open' }])
  await act(one, 'ship', { lines: [{ line: one.line, quantity: '1' }] })
  expect(await owedFor(one.id)).toMatchObject([{ amount: '1192.00' }])
  await takeBack(one, '4')
  expect(await owedFor(one.id)).toMatchObject([{ amount: '0.00', open_amount: '0.00', state: 'cancelled' }])
  await act(one, 'cancel', { reason: '全退' })
  expect(await owedFor(one.id)).toEqual([])
})

test('a terminated contract leaves owed what the customer has; the advance beyond it is theirs', async () => {
  const one = await agree()
  await act(one, 'confirm')
  await pay(one, '1000.00')
  await act(one, 'ship', { lines: [{ line: one.line, quantity: '2' }] })
  await floor.tell('contract.terminated', 'contract', one.contract, { reason: '项目停工' })
  await floor.house.settle()
  expect(await order(one.id)).toMatchObject({
    stage: 'closed',
    owed_amount: '596.00',
    received_amount: '1000.00',
    credit_amount: '404.00',
  })
})

test('what finance amended stands when goods go out or come back; another amount of the order is for finance to bring together', async () => {
  const one = await agree()
  await act(one, 'confirm')
  const [row] = await owedFor(one.id)
  await finance.post(`/api/records/receivable/${row.id}/amend`, { amount: '1200', reason: '质量折让' })
  await act(one, 'ship')
  expect(await owedFor(one.id)).toMatchObject([{ id: row.id, amount: '1200.00', agreed_amount: '1200.00' }])
  await takeBack(one, '1')
  expect(await owedFor(one.id)).toMatchObject([{ id: row.id, amount: '960.00', agreed_amount: '1200.00' }])
  await act(one, 'ship')
  await transact(floor.house.workspace, systemActor('owed.test'), (tx) =>
    changeRecord(tx, 'order', one.id, { contract_amount: '2000' }),
  )
  await floor.house.settle()
  expect(await owedFor(one.id)).toMatchObject([{ id: row.id, amount: '1200.00' }])
  expect(
    (await finance.get('/api/tasks')).items.filter((task: { record: string }) => task.record === one.id),
  ).toMatchObject([{ kind: 'receivables_differ' }])
})

test('an invoice says what is owed now: nothing of a draft, what went out of an order closed short, nothing of goods that came back', async () => {
  const bill = (one: Agreed, amount: string, more: object = {}) =>
    finance.raw({
      method: 'POST',
      url: '/api/records/invoice',
      payload: { customer: floor.customer, order: one.id, amount, ...more },
    })
  const short = await agree()
  expect((await bill(short, '0.01')).body).toMatchObject({
    code: 'invoice_over_order',
    detail: expect.stringContaining('0.00'),
  })
  await act(short, 'confirm')
  const [whole] = await owedFor(short.id)
  await finance.post(`/api/records/receivable/${whole.id}/amend`, { amount: '1000', reason: '折让' })
  expect((await bill(short, '1000.01', { receivable: whole.id })).body.code).toBe('invoice_over_order')
  await act(short, 'ship', { lines: [{ line: short.line, quantity: '2' }] })
  await act(short, 'close', { reason: '余下不要' })
  expect((await bill(short, '596.01')).body.code).toBe('invoice_over_order')
  expect((await bill(short, '596')).status).toBe(201)
  const returned = await agree()
  for (const verb of ['confirm', 'ship']) await act(returned, verb)
  await takeBack(returned, '5')
  expect((await bill(returned, '0.01')).body.code).toBe('invoice_over_order')
})

test('goods are accepted today at the latest, by whatever door it is noted', async () => {
  const one = await agree()
  for (const verb of ['confirm', 'ship']) await act(one, verb)
  expect(await act(one, 'accept', { accepted_on: '2099-12-31' })).toMatchObject({
    code: 'accepted_in_future',
    field: 'accepted_on',
  })
  const row = await finance.post('/api/records/receivable', {
    name: '尾款',
    customer: floor.customer,
    trigger: 'acceptance',
    amount: '10',
  })
  expect(
    await finance.post(`/api/records/receivable/${row.id}/customer_accepted`, { accepted_on: '2099-12-31' }),
  ).toMatchObject({ code: 'accepted_in_future', field: 'accepted_on' })
})

const steps = [
  'ship_one',
  'ship',
  'take_back_one',
  'take_back_all',
  'pay_300',
  'pay_1490',
  'unmatch',
  'hold',
  'resume',
  'close',
  'cancel',
  'terminate',
] as const

async function take(step: (typeof steps)[number], one: Agreed): Promise<void> {
  const {
    lines: [line],
  } = await order(one.id)
  if (step === 'ship_one') await act(one, 'ship', { lines: [{ line: one.line, quantity: '1' }] })
  else if (step === 'ship') await act(one, 'ship')
  else if (step === 'take_back_one' || step === 'take_back_all')
    await takeBack(one, step === 'take_back_one' ? '1' : line.shipped)
  else if (step === 'pay_300' || step === 'pay_1490') await pay(one, `${step.slice(4)}.00`)
  else if (step === 'unmatch') {
    const [row] = await owedFor(one.id)
    const [given] = row
      ? await floor.rows(finance, 'allocation', `amount > 0 and receivable = "${row.id}"`)
      : []
    if (given) await finance.post(`/api/records/bank_line/${given.bank_line}/unmatch`, { reason: '认错' })
  } else if (step === 'terminate')
    await floor.tell('contract.terminated', 'contract', one.contract, { reason: '终止' })
  else await act(one, step, ['hold', 'close', 'cancel'].includes(step) ? { reason: '原因' } : {})
  await floor.house.settle()
}

test('whatever happens to an order, its receivables come to what is owed less what was paid, and never below nought without a credit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 2, maxLength: 7 }), async (way) => {
      const one = await agree()
      await act(one, 'confirm')
      let most = 0
      for (const step of way) {
        await take(step, one)
        const sold = await order(one.id)
        const [rows, line] = [await owedFor(one.id), sold.lines[0]]
        const gone = Number(line.shipped)
        most = Math.max(most, gone)
        // Said in another way than the house does: over, the customer owes what they have; else the five,
        // less what they once had and gave back.
        const pieces = ['closed', 'cancelled'].includes(sold.stage)
          ? gone
          : 5 - (Math.min(5, gone + Number(line.returned)) - gone)
        const sum = (name: string) => rows.reduce((total, row) => total.plus(row[name] ?? 0), new Decimal(0))
        const said = `${way.join(' > ')} at ${step}`
        expect(sum('amount').toFixed(2), said).toBe((298 * pieces).toFixed(2))
        expect(sum('open_amount').minus(sum('credit')).toFixed(2), said).toBe(
          sum('amount').minus(sum('received')).toFixed(2),
        )
        expect(sum('open_amount').isZero() || sum('credit').isZero(), said).toBe(true)
        for (const row of rows)
          expect(
            [row.state === 'credit', Number(row.credit) > 0].every(Boolean) || Number(row.credit) === 0,
            said,
          ).toBe(true)
        if (rows.length > 0 && sum('received').gt(0))
          expect(sold, said).toMatchObject({
            owed_amount: sum('amount').toFixed(2),
            received_amount: sum('received').toFixed(2),
            credit_amount: sum('credit').toFixed(2),
          })
      }
    }),
    {
      numRuns: 6,
      examples: [
        [['pay_1490', 'ship', 'take_back_one', 'take_back_all', 'unmatch']],
        [['pay_300', 'ship_one', 'terminate']],
        [['pay_1490', 'cancel', 'unmatch']],
      ],
    },
  )
}, 120_000)
