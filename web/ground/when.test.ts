import { expect, test } from 'vitest'
import { fromNow, localText, momentOf, showMoment, todayIn } from './when.ts'

test('a moment is read and written by the clock of the company', () => {
  expect(localText('2026-11-23T01:30:00.000Z', 'Asia/Shanghai')).toBe('2026-11-23T09:30')
  expect(momentOf('2026-11-23T09:30', 'Asia/Shanghai')).toBe('2026-11-23T01:30:00.000Z')
  expect(showMoment('2026-12-31T16:00:00Z', 'Asia/Shanghai')).toBe('2027-01-01 00:00')
})

test('summer time is no trap', () => {
  for (const local of ['2026-03-29T12:00', '2026-10-25T12:00', '2026-07-01T00:00'])
    expect(localText(momentOf(local, 'Europe/Berlin'), 'Europe/Berlin')).toBe(local)
})

test("today is the day in the zone, not the browser's", () => {
  expect(todayIn('Asia/Shanghai', new Date('2026-11-22T16:30:00Z'))).toBe('2026-11-23')
})

test('how far away something is takes the largest whole unit', () => {
  const now = Date.parse('2026-11-23T00:00:00Z')
  expect(fromNow('2026-11-23T03:10:00Z', 'en', now)).toBe('in 3 hours')
  expect(fromNow('2026-11-21T00:00:00Z', 'zh', now)).toBe('前天')
  expect([
    fromNow(new Date(now - 20_000).toISOString(), 'zh', now),
    fromNow(new Date(now - 20_000).toISOString(), 'en', now),
  ]).toEqual(['现在', 'now'])
})
