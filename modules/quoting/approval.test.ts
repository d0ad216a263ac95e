import { expect, test } from 'vitest'
import { decide } from '../../model/index.ts'
import { approvalFacts, levelsOf, reasonsOf, wordReasons, type PricedLine } from './approval.ts'
import { quoteApprovalLevels } from './rules.ts'

const line = (changes: Partial<PricedLine> = {}): PricedLine => ({ base_price: '100', discount_percent: '0', agreed_price: null, ...changes })
const levels = (lines: PricedLine[], quote: { discount_percent?: string; delivery_days?: string; committed_days?: string } = {}) =>
  levelsOf(decide(quoteApprovalLevels, { ...approvalFacts(lines, { discount_percent: null, delivery_days: null, committed_days: null, ...quote }) }).result)

test('five percent exactly needs nobody, 5.01 the sales director', () => {
  expect(levels([line({ discount_percent: '5.00' })])).toEqual([])
  expect(levels([line({ discount_percent: '5.01' })])).toEqual(['sales_director'])
})

test('five percent of an odd price stays five percent although the price is rounded to cents', () => {
  expect(levels([line({ base_price: '33.33', discount_percent: '5' })])).toEqual([])
})

test('an agreed price is judged by the price', () => {
  expect(levels([line({ agreed_price: '95.00' })])).toEqual([])
  expect(levels([line({ agreed_price: '94.99' })])).toEqual(['sales_director'])
})

test('a discount on the whole quote counts on top of the lines', () => {
  expect(levels([line({ discount_percent: '3' })], { discount_percent: '2' })).toEqual([])
  expect(levels([line({ discount_percent: '3' })], { discount_percent: '3' })).toEqual(['sales_director'])
  expect(levels([line()], { discount_percent: '5.01' })).toEqual(['sales_director'])
})

test('fifteen percent off the base exactly adds no level, a cent more does, above and below', () => {
  expect(levels([line({ agreed_price: '115.00' })])).toEqual([])
  expect(levels([line({ agreed_price: '115.01' })])).toEqual(['sales_director', 'manager'])
  expect(levels([line({ agreed_price: '85.00' })])).toEqual(['sales_director'])
  expect(levels([line({ agreed_price: '84.99' })])).toEqual(['sales_director', 'manager'])
})

test('a delivery later than committed goes to both levels, the committed day itself does not', () => {
  expect(levels([line()], { delivery_days: '30', committed_days: '30' })).toEqual([])
  expect(levels([line()], { delivery_days: '31', committed_days: '30' })).toEqual(['sales_director', 'manager'])
})

test('a line without a base price cannot be judged and goes to the director', () => {
  expect(levels([line(), line({ base_price: null, agreed_price: '1' })])).toEqual(['sales_director'])
})

test('an approver reads in his language why he is asked; a rule of the company\'s own is told by what the company calls it', () => {
  const facts = approvalFacts([line({ agreed_price: '84.99' })], { discount_percent: null, delivery_days: '31', committed_days: '30' })
  const hits = ['discount', 'deviation', 'deviation_manager', 'late', 'no_base'].map((rule) => ({ rule, label: { zh: rule } }))
  const reasons = reasonsOf([...hits, { rule: 'r7', label: { zh: '出口客户', en: 'Export customer' } }], facts, true)
  expect(wordReasons(reasons, 'en')).toEqual(['Discount of 15.01 %, over 5 %', '15.01 % off the base price, more than 15 %', 'Delivery is later than committed', 'A line has no base price', 'Export customer', 'It has a special technical clause: copied to the tech lead'])
  expect(wordReasons(reasons, 'zh')).toEqual(['折扣 15.01% 超过5%', '偏离基准价 15.01%，超过15%', '交期超出承诺范围', '有明细没有基准价', '出口客户', '含特殊技术条款，抄送技术负责人'])
})
