import { expect, test } from 'vitest'
import { growthText, roomText, shareText } from './figureText.ts'

test('amounts are read across a room in the units of the language', () => {
  expect(
    [
      ['9999.5', 'zh'],
      ['1234567', 'zh'],
      ['512345678.9', 'zh'],
      ['12500', 'en'],
      ['1234567', 'en'],
    ].map(([amount, language]) => roomText(amount!, 'CNY', language as 'zh')),
  ).toEqual(['¥9,999.50', '¥123.46万', '¥5.12亿', '¥12.50K', '¥1.23M'])
})

test('attainment and growth say nothing where there is nothing to compare with', () => {
  expect([
    shareText('1', '3'),
    shareText('5', '0'),
    growthText('120', '100'),
    growthText('80', '100'),
    growthText('1', '0'),
  ]).toEqual(['33.3', null, '+20.0', '-20.0', null])
})
