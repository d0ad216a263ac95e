import { expect, test } from 'vitest'
import { evaluate, parseExpression } from './index.ts'

/**
 * What DMN 1.5 says of FEEL on its second level, in cases of our own; figures in the last column are reckoned
 * by hand.
 */
const read = (source: string, context: Record<string, unknown> = {}): unknown =>
  evaluate(parseExpression(source), context)

test.each([
  ['true', true],
  ['false', false],
  ['null', null],
  ['.25', 0.25],
  ['-.25', -0.25],
  ['0', 0],
  ['73', 73],
  ['-73', -73],
  ['204.0625', 204.0625],
  ['-204.0625', -204.0625],
  ['"钢板 Q235"', '钢板 Q235'],
  ['"řeka Æ ß"', 'řeka Æ ß'],
  ['""', ''],
  [`"${'板材'.repeat(400)}"`, '板材'.repeat(400)],
  [String.raw`"a\"b"`, 'a"b'],
])('a constant is itself: %s', (source, expected) => {
  const found = read(source)
  expect(typeof expected === 'number' ? Number(found) : found).toBe(expected)
})

test.each([
  ['7+8', 15],
  ['-7+-8', -15],
  ['(-7)+(-8)', -15],
  ['7-8', -1],
  ['-7--8', 1],
  ['(-7)-(-8)', 1],
  ['(7+8)-(-3+1)', 17],
  ['7*8', 56],
  ['-7*-8', 56],
  ['(-7)*(-8)', 56],
  ['(7+3)*(-2*3)', -60],
  ['9/4', 2.25],
  ['-9/-4', 2.25],
  ['(-9)/(4)', -2.25],
  ['(5+15)/(-2*5)', -2],
  ['2**10', 1024],
  ['2**-2', 0.25],
  ['(1+2)**4', 81],
  ['1+2**4', 17],
  ['1+2**4+5', 22],
  ['1+2**(4+1)', 33],
  ['(2**3)**2', 64],
  ['6 + 12 / -4 - 2', 1],
  ['6 + 12 / (-4 - 2)', 4],
  ['2.5*10**2', 250],
  ['1 - 2 - 3', -4],
  ['64 / 4 / 2', 8],
])('powers before products before sums, from the left: %s', (source, expected) =>
  expect(Number(read(source))).toBeCloseTo(expected, 12),
)

test.each([
  '(3+4)/0',
  '0/0',
  '3+null',
  'null + 3',
  '3 - null',
  'null - 3',
  '3 * null',
  'null * 3',
  '3 / null',
  'null / 3',
  '3 ** null',
  '-null',
  'null + null',
])('what cannot be reckoned is null, and nothing is thrown: %s', (source) => expect(read(source)).toBeNull())

const [yes, no, unknown] = [true, false, null]
test.each([
  [yes, yes, yes, yes],
  [yes, no, no, yes],
  [yes, unknown, unknown, yes],
  [no, yes, no, yes],
  [no, no, no, no],
  [no, unknown, no, unknown],
  [unknown, yes, unknown, yes],
  [unknown, no, no, unknown],
  [unknown, unknown, unknown, unknown],
])('%s with %s: and is %s, or is %s', (A, B, both, either) => {
  expect(read('A and B', { A, B })).toBe(both)
  expect(read('A or B', { A, B })).toBe(either)
})

test.each([
  [yes, no],
  [no, yes],
  [unknown, unknown],
])('not %s is %s', (A, expected) => expect(read('not(A)', { A })).toBe(expected))

test('what is no truth counts as unknown', () => {
  expect([
    read('"x" and true'),
    read('"x" and false'),
    read('7 or true'),
    read('7 or false'),
    read('not("x")'),
  ]).toEqual([null, false, true, null, null])
})

test('an input is named as people name it, with spaces in it, alone or in a structure', () => {
  expect(read('"Dear " + Buyer Name', { 'Buyer Name': '林晓' })).toBe('Dear 林晓')
  expect(Number(read('12 * Monthly Rent', { 'Monthly Rent': 4250.5 }))).toBe(51_006)
  expect(read('"State: " + Delivery State', { 'Delivery State': '"sent"' })).toBe('State: "sent"')
  const loan = { principal: 250_000, rate: 0.045, months: 120 }
  const monthly = (250_000 * 0.00375) / (1 - 1.00375 ** -120)
  expect(
    Number(read('(loan.principal * loan.rate / 12) / (1 - (1 + loan.rate / 12) ** -loan.months)', { loan })),
  ).toBeCloseTo(monthly, 8)
})
