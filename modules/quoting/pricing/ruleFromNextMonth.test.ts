import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller } from '../../../kernel/testing/testHouse.ts'
import { now } from '../../../kernel/workspace/workspace.ts'
import { addDays, addMonths, daysBetween, localDate, type Decision } from '../../../model/index.ts'
import { startTrade, stock, type Trade } from '../../contracts/testTrade.ts'

/** The rules of the company have a first and a last day; what is asked today goes by those of today. */
let trade: Trade, admin: Caller, buyer: string
beforeAll(async () => {
  trade = await startTrade()
  admin = await trade.house.person('系统管理员', ['admin'])
  await stock(trade, { code: 'FL', price: '100', cost: '40' })
  const customer = { name: '昆山来月有限公司', grade: 'b', trial: false, owner: trade.seller.id }
  buyer = (await trade.director.post('/api/records/customer', customer)).id
})
afterAll(() => trade?.house.stop())

const today = () => localDate(now(trade.house.workspace), trade.house.workspace.zone)
const firstOfNextMonth = () => `${addMonths(today(), 1).slice(0, 7)}-01`
const place = '/api/definitions/decision/quote_approval_levels'

/** Publishes the approval rules anew, with another limit of the discount that needs the director. */
async function allowOnly(percent: string, effective: Decision['effective']): Promise<void> {
  const { definition } = (await admin.get(place)) as { definition: Decision }
  const at = definition.inputs.findIndex(({ name }) => name === 'discount')
  const rules = definition.rules.map((rule) => ({
    ...rule,
    when: rule.when.map((cell, i) => (i === at && cell === '> 5' ? `> ${percent}` : cell)),
  }))
  expect(rules).not.toEqual(definition.rules)
  await admin.put(place, { rules, effective })
  expect(await admin.post(`${place}/publish`)).not.toHaveProperty('code')
}

/** Offers a flange with four percent off and submits the offer. */
async function fourPercentOff(): Promise<{ stage: string; approval_because?: { code: string }[] }> {
  const { id } = await trade.seller.post('/api/records/quote', {
    customer: buyer,
    lines: [{ name: '法兰', item_code: 'FL', quantity: '1', base_price: '100', discount_percent: '4' }],
  })
  return trade.seller.post(`/api/records/quote/${id}/submit`)
}

test('a rule that begins on the first of next month answers today’s quote by the old one, and from that day by the new', async () => {
  await allowOnly('3', { from: firstOfNextMonth(), to: addDays(firstOfNextMonth(), 9) })
  expect(await fourPercentOff()).toMatchObject({ stage: 'approved' })
  await trade.house.forward({ days: daysBetween(today(), firstOfNextMonth()) })
  expect(await fourPercentOff()).toMatchObject({
    stage: 'submitted',
    approval_because: [{ code: 'discount' }],
  })
})

test('after its last day the rule before it answers again', async () => {
  await trade.house.forward({ days: 10 })
  expect(await fourPercentOff()).toMatchObject({ stage: 'approved' })
})
