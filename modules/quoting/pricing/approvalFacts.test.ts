import { expect, test } from 'vitest'
import { decide, type RuleHit } from '../../../model/index.ts'
import {
  approvalFacts,
  levelsOf,
  reasonsOf,
  wordReasons,
  type PricedLine,
  type Told,
} from './approvalFacts.ts'
import { quoteApprovalLevels } from './approvalLevels.ts'

const line = (changes: Partial<PricedLine> = {}): PricedLine => ({
  base_price: '100',
  discount_percent: '0',
  agreed_price: null,
  ...changes,
})
const levels = (
  lines: PricedLine[],
  quote: { discount_percent?: string; delivery_days?: string; committed_days?: string } = {},
) =>
  levelsOf(
    decide(quoteApprovalLevels, {
      ...approvalFacts(lines, {
        discount_percent: null,
        delivery_days: null,
        committed_days: null,
        ...quote,
      }),
    }).result,
  )

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
  expect(levels([line()], { delivery_days: '31', committed_days: '30' })).toEqual([
    'sales_director',
    'manager',
  ])
})

test('a line without a base price cannot be judged and goes to the director', () => {
  expect(levels([line(), line({ base_price: null, agreed_price: '1' })])).toEqual(['sales_director'])
})

test('what is typed over the price of the house hides nothing: the discount is of the price list', () => {
  const listed = { reference_price: '80', reference_from: 'list' }
  expect(levels([line({ base_price: '50', ...listed })])).toEqual(['sales_director', 'manager'])
  expect(levels([line({ base_price: '80', ...listed, discount_percent: '5' })])).toEqual([])
  expect(levels([line({ base_price: '100', ...listed, discount_percent: '20' })])).toEqual([
    'sales_director',
    'manager',
  ])
  expect(
    approvalFacts([line({ base_price: '79.99', ...listed })], {
      discount_percent: null,
      delivery_days: null,
      committed_days: null,
    }),
  ).toMatchObject({ base_lowered: true, discount: '0.0125' })
})

test('a price above what the cost asks for asks nobody, one below it does', () => {
  const costed = { reference_price: '100', reference_from: 'cost' }
  expect(levels([line({ base_price: '130', ...costed })])).toEqual([])
  expect(levels([line({ base_price: '94.99', ...costed })])).toEqual(['sales_director'])
})

test('the delivery of every line counts', () => {
  expect(
    levels([line(), line({ delivery_days: '31' })], { delivery_days: '20', committed_days: '30' }),
  ).toEqual(['sales_director', 'manager'])
  expect(levels([line({ delivery_days: '30' })], { committed_days: '30' })).toEqual([])
})

test("an approver reads in his language why he is asked, with the limit of the rule that applied; a rule of the company's own is told by what the company calls it", () => {
  const hits: RuleHit[] = (
    [
      { rule: 'discount', when: { discount: '> 7.5' } },
      { rule: 'deviation', when: { deviation: '> 15' } },
      { rule: 'deviation_manager', when: { deviation: '> 15' } },
      { rule: 'late', when: { late: 'true' } },
    ] as const
  ).map((hit) => ({ ...hit, label: { zh: hit.rule } }))
  const told: Told = {
    discount: [{ code: 'discount', percent: '15.01' }],
    deviation: [{ code: 'deviation', percent: '15.01' }],
    late: [{ code: 'late', days: '31', limit: '30' }],
  }
  const reasons = reasonsOf(
    [...hits, { rule: 'r7', label: { zh: '出口客户', en: 'Export customer' }, when: {} }],
    told,
    true,
  )
  expect(wordReasons(reasons, 'en')).toEqual([
    'Discount of 15.01 %, over 7.5 %',
    '15.01 % off the base price, more than 15 %',
    'Delivery in 31 days, later than the 30 committed',
    'Export customer',
    'It has a special technical clause: copied to the tech lead',
  ])
  expect(wordReasons(reasons, 'zh')).toEqual([
    '折扣 15.01% 超过7.5%',
    '偏离基准价 15.01%，超过15%',
    '交期 31 天，超出承诺的 30 天',
    '出口客户',
    '含特殊技术条款，抄送技术负责人',
  ])
})
