import { expect, test } from 'vitest'
import { earliestDate } from './earliestDate.ts'

const base = {
  day_minutes: 480,
  handling_days: 1,
  today: '2026-11-20',
  shortage: '0',
  supply: 'make',
  queue_minutes: '0',
  own_minutes: '0',
  lead_time_days: null,
} as const

test('what lies on stock leaves the next working day, over the weekend too', () => {
  expect(earliestDate(base)).toBe('2026-11-23')
})
test('work waits for what stands before it: 960 minutes of queue and 480 of its own are three days', () => {
  expect(
    earliestDate({ ...base, today: '2026-11-23', shortage: '5', queue_minutes: '960', own_minutes: '480' }),
  ).toBe('2026-11-27')
  expect(
    earliestDate({ ...base, today: '2026-11-23', shortage: '5', queue_minutes: '960', own_minutes: '481' }),
  ).toBe('2026-11-30')
})
test('bought goods take the lead time of the supplier, whatever the floor has to do', () => {
  expect(
    earliestDate({
      ...base,
      today: '2026-11-23',
      shortage: '5',
      supply: 'buy',
      queue_minutes: '99999',
      lead_time_days: '2',
    }),
  ).toBe('2026-11-26')
})
