import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, addMonths, daysBetween, instantAt, localClock, localDate, weekdayOf } from './localDate.ts'

const startOfLocalDay = (date: string, zone: string) => instantAt({ date, milliseconds: 0, zone })

test('the day changes at midnight in the zone, not in Greenwich', () => {
  expect(localDate(new Date('2026-11-23T15:59:59.999Z'), 'Asia/Shanghai')).toBe('2026-11-23')
  expect(localDate(new Date('2026-11-23T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-24')
  expect(startOfLocalDay('2026-11-24', 'Asia/Shanghai').toISOString()).toBe('2026-11-23T16:00:00.000Z')
})

test('months end where they end', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2028-01-31', 1)).toBe('2028-02-29')
  expect(addMonths('2026-03-31', -13)).toBe('2025-02-28')
  expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(daysBetween('2026-02-01', '2026-03-01')).toBe(28)
  expect(weekdayOf('2026-11-23')).toBe(1)
  expect(weekdayOf('1969-12-31')).toBe(3)
  for (const wrong of ['2026-02-30', '2026-1-1', '', '2026-11-23T00:00'])
    expect(() => addDays(wrong, 0)).toThrow(RangeError)
})

test('a clock that skips or repeats an hour still gives one instant', () => {
  const zone = 'America/New_York'
  const at = (date: string, hours: number) =>
    instantAt({ date, milliseconds: hours * 3_600_000, zone }).toISOString()
  expect(at('2026-03-08', 2.5)).toBe('2026-03-08T07:00:00.000Z') // skipped: the change itself
  expect(at('2026-11-01', 1.5)).toBe('2026-11-01T05:30:00.000Z') // shown twice: the first
  expect(startOfLocalDay('2018-11-04', 'America/Sao_Paulo').toISOString()).toBe('2018-11-04T03:00:00.000Z') // midnight skipped
})

test('the start of a day is on that day, the millisecond before is not, in every zone', () => {
  const zones = fc.constantFrom(
    'Asia/Shanghai',
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Africa/Casablanca',
  )
  const instants = fc.date({ min: new Date('1990-01-01'), max: new Date('2037-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(zones, instants, (zone, instant) => {
      const date = localDate(instant, zone)
      const start = startOfLocalDay(date, zone)
      const { milliseconds } = localClock(instant, zone)
      const again = localClock(instantAt({ date, milliseconds, zone }), zone)
      return (
        start <= instant &&
        localDate(start, zone) === date &&
        localDate(new Date(start.getTime() - 1), zone) < date &&
        again.date === date &&
        again.milliseconds === milliseconds
      )
    }),
    { numRuns: 2000 },
  )
})
