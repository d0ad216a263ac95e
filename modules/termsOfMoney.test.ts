import { afterAll, beforeAll, expect } from 'vitest'
import type { Caller } from '../kernel/testing/testHouse.ts'
import { upload } from './receivables/testMoney.ts'
import { hoursGiven, openTermHouse, termTests, type TermHouse } from './testTerms.ts'

let terms: TermHouse, boss: Caller, seller: Caller, finance: Caller
let account: string
beforeAll(async () => {
  terms = await openTermHouse()
  boss = await terms.as('manager', '顾明远')
  seller = await terms.as('sales', '林晓')
  finance = await terms.as('finance', '蒋会')
  account = (await finance.post('/api/records/bank_account', { name: '基本户' })).id
}, 60_000)
afterAll(() => terms?.house.stop())
const governs = termTests(() => terms)

/** An order of goods for so much, confirmed: its number, and what is owed of it. */
async function owed(name: string, amount: string) {
  const item = await boss.post('/api/records/item', { code: name, name })
  await boss.post('/api/records/price_list', { item_code: name, price: amount, valid_from: '2020-01-01' })
  const customer = await seller.post('/api/records/customer', { name })
  const lines = [{ item: item.id, name, quantity: '1', price: amount }]
  const order = await seller.post('/api/records/order', { title: name, customer: customer.id, lines })
  await terms.house.settle()
  await seller.post(`/api/records/order/${order.id}/confirm`)
  await terms.house.settle()
  const [receivable] = await terms.rows(finance, 'receivable', `order = "${order.id}"`)
  return { receivable, number: order.number as string }
}
/** A line of a statement, booked so many days ago. */
async function book(amount: string, { memo = '', party = '', ago = 0 }) {
  const head = '记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要'
  const line = `${terms.today(-ago)},CNY,${amount},,转账,${party},${memo}`
  const file = await upload(finance, '流水.csv', `${head}\n${line}\n`)
  const answer = await finance.post(`/api/records/bank_account/${account}/import_statement`, { file })
  await terms.house.settle()
  return answer
}
const lookAgain = () => finance.post(`/api/records/bank_account/${account}/match_again`)

governs(
  'usual_payment',
  '45',
  'a customer without a contract has forty-five days to pay',
  async ({ today }) => {
    expect((await owed('无锡账期轴承有限公司', '500')).receivable.due_on).toBe(today(45))
  },
)

governs(
  'receivable_warning',
  '10',
  'the owner is warned ten days before the due date and not before',
  async ({ house, notices, today }) => {
    const { receivable } = await owed('无锡提醒轴承有限公司', '600')
    expect(receivable.due_on).toBe(today(30))
    await house.forward({ days: 19 })
    expect(await notices(seller, receivable.id)).toEqual([])
    await house.forward({ days: 2 })
    const [warning] = await notices(seller, receivable.id)
    expect(warning!.zh).toContain(`应收将于 ${receivable.due_on} 到期`)
    expect(warning!.en).toContain(`Due on ${receivable.due_on}`)
  },
)

governs('collection_due', '72', 'whoever collects has seventy-two hours for it', async ({ house, task }) => {
  const { receivable } = await owed('无锡催收轴承有限公司', '700')
  await house.forward({ days: 31 })
  expect(hoursGiven(await task(seller, receivable.id, 'collect'))).toBe(72)
})

governs(
  'return_reach',
  '5',
  'money that went out six days ago is a return only within a reach of six',
  async ({ change }) => {
    const party = '苏州退汇机械有限公司'
    const { number } = await owed(party, '8000')
    expect(await book('8000.00', { memo: `货款 ${number}`, party, ago: 8 })).toMatchObject({ matched: 1 })
    expect(await book('-8000.00', { memo: `退汇 ${number}`, party, ago: 6 })).toMatchObject({ questioned: 0 })
    await change('return_reach', '6')
    expect(await lookAgain()).toMatchObject({ questioned: 1 })
  },
)

governs(
  'payment_reach',
  '10',
  'what is owed for eleven days is suggested within a reach of eleven',
  async ({ house, rows, change }) => {
    const { receivable } = await owed('苏州追溯机械有限公司', '4321.09')
    await house.forward({ days: 11 })
    await book('4321.09', {})
    const suggested = async () => {
      const [line] = await rows(finance, 'bank_line', 'amount = 4321.09')
      return (line.suggestions ?? []).flatMap((one: { receivables: string[] }) => one.receivables)
    }
    expect(await suggested()).toEqual([])
    await change('payment_reach', '11')
    await lookAgain()
    expect(await suggested()).toEqual([receivable.id])
  },
)
