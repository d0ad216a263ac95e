import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits, makeBudget, spentOf, type Budget } from './budget.ts'
import {
  compileToSql,
  evaluate,
  ExpressionError,
  holds,
  parseExpression,
  parseUnaryTests,
  testUnary,
  type Scope,
} from './index.ts'
import { dealScope, loadDeals, parameters } from './sql/testDeals.ts'
import { hostile } from './testHostile.ts'

const deal = loadDeals()[0]!
const ofDeals = hostile({ number: 'amount', text: 'stage', date: 'due' })
const expressions = fc.sample(ofDeals, { numRuns: 1000, seed: 20261123 })
const read = (source: string): unknown => evaluate(parseExpression(source), {})
const tooCostly: unknown = expect.objectContaining({ code: 'expression_too_costly' })

/** A clock that stands still and counts the looks at it: how fast a machine is is not what is tried here. */
const counted = (): { budget: Budget; looks: () => number } => {
  let looks = 0
  return {
    budget: makeBudget('caller', () => {
      looks++
      return 0
    }),
    looks: () => looks,
  }
}

/** A function that calls itself is met only where names are not checked before. */
const scopeOf = (source: string): Scope | undefined =>
  source.startsWith('{f: function') ? undefined : dealScope

/** What becomes of an expression: an answer, or the code of a refusal. Anything else is a fault. */
const tried = (run: () => unknown): string => {
  try {
    run()
    return 'answered'
  } catch (error) {
    if (error instanceof ExpressionError) return error.code
    throw error
  }
}

const refusalOf = (run: () => unknown): ExpressionError => {
  try {
    run()
  } catch (error) {
    if (error instanceof ExpressionError) return error
  }
  throw new Error('it was answered')
}

test('a thousand hostile expressions are answered or refused within the budget of a caller', () => {
  const ends: Record<string, number> = {}
  for (const source of expressions) {
    const { budget } = counted()
    // Work is paid for before it is done: what was answered cost no more than there was.
    const end = tried(() => evaluate(parseExpression(source, scopeOf(source), budget), deal, { budget }))
    ends[end] = (ends[end] ?? 0) + 1
    if (end === 'answered') expect(spentOf(budget), source).toBeLessThanOrEqual(limits.caller.steps)
    if (end === 'answered') expect(budget.cells, source).toBeGreaterThanOrEqual(0)
  }
  const refusals = [
    'bad_literal',
    'bad_pattern',
    'expression_too_costly',
    'syntax',
    'too_deep',
    'too_long',
    'unknown_name',
    'value_unusable',
  ]
  expect(['answered', ...refusals]).toEqual(expect.arrayContaining(Object.keys(ends)))
  expect(ends['expression_too_costly']).toBeGreaterThan(300)
  expect(ends['answered']).toBeGreaterThan(300)
})

test('made into SQL they are short, whatever they loop over', () => {
  for (const source of expressions.slice(0, 400)) {
    const { budget } = counted()
    tried(() => {
      const expression = parseExpression(source, dealScope, budget)
      const { text, params } = compileToSql(expression, { scope: dealScope, base: 't', parameters, budget })
      expect(text.length, source).toBeLessThanOrEqual(50_000)
      expect(
        params.filter((value) => typeof value === 'string' && value.length > 10_000),
        source,
      ).toEqual([])
    })
  }
})

test.each([
  'count(distinct values(for a in 1..30000 return a)) > 1',
  'count(for a in 1..5000 return for b in 1..5000 return a) > 1',
  'count(for a in 1..30 return partial) > 0',
  'count(sort(for a in 1..30000 return a, function(x, y) x > y)) > 1',
  'some a in 1..90000, b in 1..90000 satisfies a + b < 0',
  'string length((for i in 1..60 return if i = 1 then "ab" else partial[-1] + partial[-1])[-1]) > 1',
  'count(flatten(for i in 1..60 return [partial[-1], partial[-1]])) > 1',
  'matches(string join(for i in 1..5000 return "aaaaaaaaaa") + "!", "(a+)+$")',
  '{f: function(n) f(n - 1) + f(n - 1), r: f(60)}.r = 1',
  'count(for i in 1..30000 return 10 ** 6000 / i) > 1',
])('work without end ends, in the words of the expression: %s', (source) => {
  const { budget, looks } = counted()
  const end = tried(() => holds(parseExpression(source, scopeOf(source), budget), deal, { budget }))
  expect(['answered', 'expression_too_costly']).toContain(end)
  // The clock is looked at each time a sixteenth of the budget is gone.
  if (spentOf(budget) > limits.caller.steps / 2) expect(looks()).toBeGreaterThanOrEqual(4)
})

test('time that is up ends an evaluation, and the refusal points at the loop', () => {
  let now = 0
  const budget = makeBudget('caller', () => (now += 30))
  const source = 'amount > 1 and count(for i in 1..9000 return i * i) > 1'
  const expression = parseExpression(source, dealScope)
  const refused = refusalOf(() => holds(expression, deal, { budget }))
  expect(refused.code).toBe('expression_too_costly')
  expect(source.slice(refused.from, refused.to)).toBe('for i in 1..9000 return i * i')
  expect(refused.sentence.zh).toContain('计算量太大')
})

test('small work never asks for the time', () => {
  const { budget, looks } = counted()
  const source = 'amount * 1.13 > 100 and (stage in ["won", "quoted"]) and due >= today()'
  expect(holds(parseExpression(source, dealScope, budget), deal, { budget })).toBe(false)
  expect(looks()).toBe(0)
})

test('several evaluations that share a budget end together', () => {
  const { budget } = counted()
  const turn = parseExpression('count(for i in 1..1000 return i) > 1')
  expect(() => {
    for (let i = 0; i < 100; i++) holds(turn, {}, { budget })
  }).toThrow(tooCostly)
})

test('a loop may look back at what it gave, which does not change behind its back', () => {
  const fibonacci = 'for i in 1..5 return if i <= 2 then 1 else partial[-1] + partial[-2]'
  expect(read(fibonacci)).toEqual(['1', '1', '2', '3', '5'])
  expect(read('for i in 1..3 return partial')).toEqual([[], [[]], [[], [[]]]])
})

test('distinct values are the same as when each is held against each', () => {
  const simple = '1, 1.0, "a", "a", null, null, true, 2 - 1, -0, 0'
  const days = '@"2026-11-23", date and time("2026-11-23T00:00:00"), time("08:00:00"), time("08:00:00")'
  const temporal = `${days}, @"PT1H", @"PT60M", @"P1Y", @"P12M"`
  const nested = '[1, 2], [1.0, 2], {k: 1}, {k: 1.0}, {k: 2}'
  expect(read(`distinct values([${simple}])`)).toEqual(['1', 'a', null, true, '0'])
  expect(read(`distinct values([${temporal}])`)).toEqual(['2026-11-23', '08:00:00', 'PT1H', 'P1Y'])
  expect(read(`distinct values([${nested}])`)).toEqual([['1', '2'], { k: '1' }, { k: '2' }])
  expect(read('count(distinct values(for i in 1..2000 return modulo(i, 500)))')).toBe('500')
})

test.each([
  ['matches("A12", "^[A-Z]\\\\d+$")', true],
  ['matches("贯通", "^\\\\p{Han}+$")', true],
  ['matches("ab\\nB", "^b$", "im")', true],
  ['matches("aaaa", "(a+)+$")', true],
  ['matches("a", "[" + "")', null],
  ['replace("2026-11-23", "(\\\\d+)-(\\\\d+)-(\\\\d+)", "$3.$2.$1")', '23.11.2026'],
  ['replace("abc", "b", "[$0]")', 'a[b]c'],
  ['replace("abc", "", "-")', '-a-b-c-'],
  ['replace("a$", "[$]", "$$")', 'a$'],
  ['replace("aXbx", "x", "", "i")', 'ab'],
  ['split("a;b;;c", ";")', ['a', 'b', '', 'c']],
  ['split("abc", "")', ['a', 'b', 'c']],
  ['split("a1b22c", "\\\\d+")', ['a', 'b', 'c']],
  ['split("", ";")', ['']],
])('regular expressions read as they are written: %s', (source, expected) => {
  expect(read(source)).toEqual(expected)
})

test.each([
  'matches(stage, "(((")',
  'replace(stage, "(?=a)", "")',
  'split(stage, "(a)\\\\1")',
  'matches(input: stage, pattern: "[")',
])('a pattern that cannot be read is refused where it stands: %s', (source) => {
  expect(() => parseExpression(source, dealScope)).toThrow(expect.objectContaining({ code: 'bad_pattern' }))
})

test('a cell of a decision table has a budget too', () => {
  const cell = parseUnaryTests('count(for a in 1..9000, b in 1..9000 return a) > 1')
  expect(() => testUnary(cell, 1)).toThrow(tooCostly)
})

test('moments that no calendar reaches are empty', () => {
  expect(read('now() + @"P1D" * 99999999999')).toBe(null)
  expect(read('today() + @"P1M" * 9999999')).toBe(null)
  expect(read('week of year(@"275760-09-13")')).toBe('37')
  expect(read('day of year(@"-271821-04-20")')).toBe(null)
  expect(read(`time("08:00:00") + duration("P${'9'.repeat(100)}D")`)).toBe(null)
  const before = 'string(date and time(@"-271821-04-20"))'
  expect(() => read(before)).toThrow(expect.objectContaining({ code: 'value_unusable' }))
})
