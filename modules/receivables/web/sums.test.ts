import { expect, test } from 'vitest'
import { leftOf, restOf, sign, spread, sumOf } from './sums.ts'

test('a payment fills receivables in their order, the last one gets what is left', () => {
  expect(spread('150.00', ['100.00', '80.00'])).toEqual(['100.00', '50.00'])
  expect(spread('0.30', ['0.10', '0.20'])).toEqual(['0.10', '0.20'])
  expect(spread('90', ['100', '5'])).toEqual(['90.00', '0.00'])
})

test('amounts add up to the cent, half-typed ones count nothing', () => {
  expect(sumOf(['0.1', '0.2', '', 'abc', '12.'])).toBe('12.30')
  expect(leftOf('0.30', ['0.1', '0.2'])).toBe('0.00')
  expect([sign('0.00'), sign('-0.01'), sign('5')]).toEqual([0, -1, 1])
})

test('of a line partly matched only the rest is given away', () => {
  expect(restOf({ amount: '100.10', allocated: '0.20' })).toBe('99.90')
  expect(restOf({ amount: '100.10', allocated: null })).toBe('100.10')
})
