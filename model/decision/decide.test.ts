import { expect, test } from 'vitest'
import type { Scope } from '../expression/index.ts'
import { decide } from './decide.ts'
import { defineDecision, type Decision, type HitPolicy, type Rule } from './definition.ts'

const quoteApproval = defineDecision('quote_approval', {
  label: { zh: '报价审批级别', en: 'Quote approval level' },
  hit_policy: 'F',
  inputs: [
    { name: 'discount', expression: 'discount', type: 'number' },
    { name: 'deviation', expression: 'abs(price - base) / base * 100', type: 'number' },
    { name: 'late', expression: 'delivery > promised_latest', type: 'boolean' },
  ],
  outputs: [{ name: 'level', type: 'string', default: '"none"' }],
  rules: [
    { id: 'deviation', when: ['-', '> 15', '-'], then: ['"multi_level"'] },
    { id: 'late', when: ['-', '-', 'true'], then: ['"multi_level"'] },
    { id: 'discount', when: ['> 5', '-', '-'], then: ['"sales_director"'] },
  ],
})
const quoteScope: Scope = {
  discount: { is: 'value', type: 'number' },
  price: { is: 'value', type: 'number' },
  base: { is: 'value', type: 'number' },
  delivery: { is: 'value', type: 'date' },
  promised_latest: { is: 'value', type: 'date' },
}
const quote = {
  discount: '0',
  price: '100.00',
  base: '100.00',
  delivery: '2026-12-01',
  promised_latest: '2026-12-01',
}
const level = (changes: object) => decide(quoteApproval, { ...quote, ...changes }, { scope: quoteScope })

test('a discount of exactly five percent needs nobody, a hair more needs the sales director', () => {
  expect(level({ discount: '5.00' }).result).toBe('none')
  expect(level({ discount: '5.01' }).result).toBe('sales_director')
})

test('a price exactly fifteen percent off passes, more needs several levels, in both directions', () => {
  expect(level({ price: '115.00' }).result).toBe('none')
  expect(level({ price: '85.00' }).result).toBe('none')
  expect(level({ price: '115.01' }).result).toBe('multi_level')
  expect(level({ price: '84.99' }).result).toBe('multi_level')
})

test('a delivery later than promised needs several levels', () => {
  expect(level({ delivery: '2026-12-02' }).result).toBe('multi_level')
})

test('the explanation names the rules that hit, what went in and where the others stopped', () => {
  const { hits, explanation } = level({ discount: '6' })
  expect(hits).toEqual([
    {
      rule: 'discount',
      inputs: { discount: '6', deviation: '0', late: false },
      outputs: { level: 'sales_director' },
    },
  ])
  expect(explanation.rules).toEqual([
    { rule: 'deviation', hit: false, stopped_at: 'deviation' },
    { rule: 'late', hit: false, stopped_at: 'late' },
    { rule: 'discount', hit: true },
  ])
  expect(level({}).explanation.by_default).toBe(true)
})

/** Rules that hit from a threshold upwards, with a result each. */
const table = (
  hit_policy: HitPolicy,
  results: Record<string, string>,
  more: Partial<Decision> = {},
): Decision =>
  defineDecision('tier', {
    label: { zh: '阶梯', en: 'Tier' },
    hit_policy,
    inputs: [{ name: 'amount', expression: 'amount', type: 'number' }],
    outputs: [{ name: 'rate' }],
    rules: Object.entries(results).map(([from, then], at): Rule => ({
      id: `r${at + 1}`,
      when: [`>= ${from}`],
      then: [then],
    })),
    ...more,
  })
const result = (decision: Decision, amount: string) => decide(decision, { amount }).result

test('a unique table refuses two hits and names them', () => {
  const tiers = table('U', { 10: '1', 20: '2' })
  expect(result(tiers, '15')).toBe('1')
  expect(() => result(tiers, '25')).toThrow(
    expect.objectContaining({
      code: 'decision_not_unique',
      details: { data: { decision: 'tier', rules: ['r1', 'r2'] } },
    }),
  )
})

test('an any-table lets rules overlap as long as they agree', () => {
  expect(result(table('A', { 10: '1', 20: '1.0' }), '25')).toBe('1')
  expect(() => result(table('A', { 10: '1', 20: '2' }), '25')).toThrow(
    expect.objectContaining({ code: 'decision_outputs_differ' }),
  )
})

test('priority and output order follow the order of the values, not of the rules', () => {
  const values = { outputs: [{ name: 'rate', values: ['"high"', '"low"'] }] }
  const rules = { 1: '"low"', 2: '"high"' }
  expect(result(table('P', rules, values), '5')).toBe('high')
  expect(result(table('O', rules, values), '5')).toEqual(['high', 'low'])
  expect(result(table('R', rules, values), '5')).toEqual(['low', 'high'])
})

test('collecting adds up exactly, and finds least, most and how many', () => {
  const rules = { 1: '0.1', 2: '0.2', 9: '100' }
  expect(result(table('C', rules), '5')).toEqual(['0.1', '0.2'])
  expect(result(table('C+', rules), '5')).toBe('0.3')
  expect(result(table('C<', rules), '10')).toBe('0.1')
  expect(result(table('C>', rules), '10')).toBe('100')
  expect(result(table('C#', rules), '10')).toBe('3')
  expect(() => result(table('C+', { 1: '"a"' }), '5')).toThrow(
    expect.objectContaining({ code: 'decision_not_numeric' }),
  )
})

test('when nothing hits the default counts, and null without one', () => {
  expect(result(table('U', { 10: '1' }), '5')).toBeNull()
  expect(result(table('U', { 10: '1' }, { outputs: [{ name: 'rate', default: '7 + 3' }] }), '5')).toBe('10')
  expect(result(table('C#', { 10: '1' }), '5')).toBe('0')
})

test('several outputs make an object', () => {
  const margin = defineDecision('margin', {
    label: { zh: '毛利策略' },
    hit_policy: 'U',
    inputs: [
      { name: 'grade', expression: 'customer.grade' },
      { name: 'trial', expression: 'customer.trial' },
    ],
    outputs: [{ name: 'floor' }, { name: 'ceiling' }],
    rules: [
      { id: 'a', when: ['"A"', '-'], then: ['18', ''] },
      { id: 'new', when: ['not("A")', 'true'], then: ['12', '15'] },
    ],
  })
  expect(decide(margin, { customer: { grade: 'A', trial: false } }).result).toEqual({
    floor: '18',
    ceiling: null,
  })
  expect(decide(margin, { customer: { grade: 'N', trial: true } }).result).toEqual({
    floor: '12',
    ceiling: '15',
  })
})

test('an input outside the values it may have is refused by name', () => {
  const graded = table(
    'U',
    {},
    { inputs: [{ name: 'grade', expression: 'grade', values: ['"A"', '"B"'] }], rules: [] },
  )
  expect(() => decide(graded, { grade: 'X' })).toThrow(
    expect.objectContaining({
      code: 'decision_input_not_allowed',
      details: expect.objectContaining({ field: 'grade' }),
    }),
  )
  expect(decide(graded, { grade: null }).result).toBeNull()
})

test('a number needs no declared type, and money keeps its digits', () => {
  const untyped = table(
    'U',
    { '12345678901234567890.10': '1' },
    { inputs: [{ name: 'amount', expression: 'amount' }] },
  )
  const scope: Scope = { amount: { is: 'value', type: 'number' } }
  expect(decide(untyped, { amount: '12345678901234567890.10' }, { scope }).result).toBe('1')
  expect(decide(untyped, { amount: '12345678901234567890.09' }, { scope }).result).toBeNull()
  expect(
    decide(table('U', { 10: '1' }, { inputs: [{ name: 'amount', expression: 'amount' }] }), { amount: 11 })
      .result,
  ).toBe('1')
})

test('the same inputs give the same price to every seller', () => {
  const tiers = table('C+', { 1: '0.1', 2: '0.2' })
  expect(decide(tiers, { amount: '5' })).toEqual(
    decide(JSON.parse(JSON.stringify(tiers)) as Decision, { amount: '5' }),
  )
})

test('a formula is a table without inputs', () => {
  const commission = defineDecision('commission', {
    label: { zh: '提成' },
    hit_policy: 'U',
    inputs: [],
    outputs: [{ name: 'amount', type: 'number' }],
    rules: [{ id: 'formula', when: [], then: ['decimal((price - cost) * 0.03, 2)'] }],
  })
  expect(decide(commission, { price: 1250, cost: 1000 }).result).toBe('7.5')
})
