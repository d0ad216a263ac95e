import { expect, test } from 'vitest'
import { shortPercent, typedDecimal } from './decimal.ts'
import { hoursAndMinutes, isoDuration } from './spans.ts'

test('a percentage is told with two digits at most, rounded half up, and without zeros at the end', () => {
  expect(
    [
      '31.4159',
      '31.4150',
      '66.6667',
      '20.0000',
      '12.5000',
      '0.0049',
      '-0.0049',
      '-3.455',
      '99.995',
      '1234.5',
      '7',
      '.5',
      'x',
    ].map(shortPercent),
  ).toEqual(['31.42', '31.42', '66.67', '20', '12.5', '0', '0', '-3.46', '100', '1,234.5', '7', '.5', 'x'])
})

test('what people type into an amount is a plain decimal', () => {
  expect(typedDecimal('￥１，２３４.５０')).toBe('1234.50')
  expect(typedDecimal(' ')).toBeNull()
  expect(
    ['1', '1,', '1,2', '1,23', '1,234', '12.', '-', '1 234.5'].map((text) => typedDecimal(text)),
  ).toEqual(['1', '1,', '1,2', '1,23', '1234', '12.', '-', '1234.5'])
})

test('a comma that is not between whole groups is never taken out of an amount', () => {
  expect(['512,77', '12,34,5', '1.234,50', '15%', '5kg'].map((text) => typedDecimal(text))).toEqual([
    '512,77',
    '12,34,5',
    '1.234,50',
    '15%',
    '5kg',
  ])
  expect(typedDecimal('15%', { percent: true })).toBe('15')
})

test('a duration is hours and minutes', () => {
  expect(hoursAndMinutes('P1DT1H30M')).toEqual({ hours: 25, minutes: 30 })
  expect(isoDuration(1, 90)).toBe('PT2H30M')
  expect(isoDuration(0, 0)).toBe('PT0M')
})
