import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '../../../model/index.ts'
import { amountInWords } from './amountInWords.ts'

test.each([
  ['0', '零元整'],
  ['0.00', '零元整'],
  ['0.05', '伍分'],
  ['0.50', '伍角'],
  ['10', '壹拾元整'],
  ['10.01', '壹拾元零壹分'],
  ['10005.00', '壹万零伍元整'],
  ['1000000.10', '壹佰万元壹角'],
  ['100000000', '壹亿元整'],
  ['100010000', '壹亿零壹万元整'],
  ['100000001', '壹亿零壹元整'],
  ['1000100000000', '壹万零壹亿元整'],
  ['-3.20', '负叁元贰角'],
  // the examples of the regulation itself
  ['1409.50', '壹仟肆佰零玖元伍角'],
  ['6007.14', '陆仟零柒元壹角肆分'],
  ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
  ['107000.53', '壹拾万柒仟元伍角叁分'],
  ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
  ['325.04', '叁佰贰拾伍元零肆分'],
])('%s is written %s', (amount, words) => {
  expect(amountInWords(amount)).toBe(words)
})

test('an amount that cannot be written exactly is refused', () => {
  for (const amount of ['1.005', '1e3', '', 'abc', '1,000', '12345678901234567'])
    expect(() => amountInWords(amount)).toThrow(Refusal)
})

test('two different amounts are never written alike, and no zero is doubled', () => {
  const cents = fc.bigInt(0n, 10n ** 18n - 1n)
  const words = (n: bigint) => amountInWords(`${n / 100n}.${String(n % 100n).padStart(2, '0')}`)
  fc.assert(
    fc.property(cents, cents, (a, b) => (a === b) === (words(a) === words(b)) && !words(a).includes('零零')),
    { numRuns: 2000 },
  )
})
