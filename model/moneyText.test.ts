import { expect, test } from 'vitest'
import { atLeast, grouped, moneyText } from './moneyText.ts'

test('money is shown digit by digit, never through a float', () => {
  expect(grouped('12345678901234567890.12')).toBe('12,345,678,901,234,567,890.12')
  expect(grouped('-1234.5')).toBe('-1,234.5')
  expect(grouped('999')).toBe('999')
  expect(atLeast('12.5', 2)).toBe('12.50')
  expect(atLeast('12', 2)).toBe('12.00')
  expect(atLeast('12.345', 2)).toBe('12.345')
})

test('an amount stands behind the sign of its currency, a minus before both', () => {
  expect(['1234567.5', '-5', '0.001'].map((amount) => moneyText(amount, 'CNY'))).toEqual([
    '¥1,234,567.50',
    '-¥5.00',
    '¥0.001',
  ])
  expect([moneyText('98310.00', 'USD'), moneyText('7', 'CHF')]).toEqual(['US$98,310.00', 'CHF 7.00'])
})
