import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '../../model/refuse.ts'
import { roundTheClock, workingCalendar } from './workingCalendar.ts'

const hours = '08:30-12:00,13:00-17:30'
const suzhou = workingCalendar({ zone: 'Asia/Shanghai', hours, holidays: { country: 'CN' } })
const newYork = workingCalendar({
  zone: 'America/New_York',
  hours: '00:00-12:00,22:00-24:00',
  weekdays: [0, 1, 2, 3, 4, 5, 6],
})
const local = (text: string) => new Date(`${text}+08:00`)
const shown = (date: Date) => new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)

test('two hours promised on Friday at five are due on Monday at ten', () => {
  expect(shown(suzhou.addWorkingTime(local('2026-11-20T17:00'), { minutes: 120 }))).toBe('2026-11-23T10:00')
  expect(shown(suzhou.addWorkingTime(local('2026-11-20T11:30'), { minutes: 30 }))).toBe('2026-11-20T12:00')
  expect(shown(suzhou.addWorkingTime(local('2026-11-20T11:30'), { minutes: 31 }))).toBe('2026-11-20T13:01')
  expect(shown(suzhou.addWorkingTime(local('2026-11-23T09:00'), -3600))).toBe('2026-11-20T17:00')
})

test('national holidays do not count and make-up Saturdays do', () => {
  expect(suzhou.isWorkingDay('2026-10-01')).toBe(false)
  expect(suzhou.isWorkingDay('2026-10-10')).toBe(true)
  expect(shown(suzhou.addWorkingTime(local('2026-09-30T17:00'), { minutes: 60 }))).toBe('2026-10-08T09:00')
  expect(shown(suzhou.addWorkingTime(local('2026-10-09T15:00'), { days: 1 }))).toBe('2026-10-10T15:00')
})

test('a working day later is the same time on the next working day', () => {
  expect(shown(suzhou.addWorkingTime(local('2026-11-20T15:00'), { days: 1 }))).toBe('2026-11-23T15:00')
  expect(shown(suzhou.addWorkingTime(local('2026-11-20T17:30'), { days: 1 }))).toBe('2026-11-23T17:30')
  expect(shown(suzhou.addWorkingTime(local('2026-11-21T10:00'), { days: 1 }))).toBe('2026-11-24T08:30')
  expect(shown(suzhou.addWorkingTime(local('2026-11-23T15:00'), { days: -1 }))).toBe('2026-11-20T15:00')
})

test('beyond the published years the plain week holds, and the calendar says until when it knows', () => {
  expect(suzhou.known_through).toMatch(/^20\d\d-12-31$/)
  const after = String(Number(suzhou.known_through?.slice(0, 4)) + 2)
  const days = Array.from({ length: 7 }, (_, i) => suzhou.isWorkingDay(`${after}-10-0${i + 1}`))
  expect(days.filter(Boolean)).toHaveLength(5)
})

test('the days off and the days worked of the company win over the country', () => {
  const own = workingCalendar({
    zone: 'Asia/Shanghai',
    hours,
    holidays: { country: 'CN', off: ['2026-11-23'], worked: ['2026-10-01', '2026-11-22'] },
  })
  expect(['2026-11-23', '2026-10-01', '2026-11-22'].map(own.isWorkingDay)).toEqual([false, true, true])
})

test('a night shift works one hour less when the clock goes forward, and one more when it goes back', () => {
  const night = workingCalendar({
    zone: 'America/New_York',
    hours: '00:00-06:00',
    weekdays: [0, 1, 2, 3, 4, 5, 6],
  })
  const hoursOf = (day: string, next: string) =>
    night.workingTimeBetween(new Date(`${day}T12:00Z`), new Date(`${next}T12:00Z`)) / 3600
  expect(hoursOf('2026-03-07', '2026-03-08')).toBe(5)
  expect(hoursOf('2026-10-31', '2026-11-01')).toBe(7)
})

test('what was added is what lies between, and later or longer is never earlier', () => {
  const calendars = fc.constantFrom(suzhou, newYork, roundTheClock())
  const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-06-01'), noInvalidDate: true })
  const seconds = fc.integer({ min: 0, max: 40 * 86_400 })
  fc.assert(
    fc.property(calendars, instants, instants, seconds, seconds, (calendar, a, b, s, t) => {
      const due = calendar.addWorkingTime(a, s)
      const back = calendar.addWorkingTime(a, -s)
      const [early, late] = a <= b ? [a, b] : [b, a]
      const [less, more] = s <= t ? [s, t] : [t, s]
      expect(calendar.workingTimeBetween(a, due)).toBe(s)
      expect(calendar.workingTimeBetween(back, a)).toBe(s)
      expect(0 - calendar.workingTimeBetween(due, a)).toBe(s)
      expect(calendar.addWorkingTime(early, s) <= calendar.addWorkingTime(late, s)).toBe(true)
      expect(calendar.addWorkingTime(a, less) <= calendar.addWorkingTime(a, more)).toBe(true)
      expect(
        calendar.addWorkingTime(early, { days: s % 20 }) <= calendar.addWorkingTime(late, { days: s % 20 }),
      ).toBe(true)
    }),
    { numRuns: 400 },
  )
}, 60_000)

test('hours nobody can work are refused', () => {
  for (const wrong of ['', '12:00-08:00', '08:00-13:00,12:00-17:00', '08:00-25:00', 'nine to five'])
    expect(() => workingCalendar({ zone: 'Asia/Shanghai', hours: wrong }), wrong).toThrow(Refusal)
  expect(() => workingCalendar({ zone: 'Asia/Shanghai', hours, weekdays: [] })).toThrow(Refusal)
})
