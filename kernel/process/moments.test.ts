import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localClock, localDate, type DateStart, type Schedule } from '../../model/index.ts'
import { companyCalendar } from '../calendar/company.ts'
import { dateMoment, isOnRule, nextMoment, type Days } from './moments.ts'

const daysIn = (zone: string): Days => ({
  zone,
  isWorkingDay: (date) => companyCalendar(zone).isWorkingDay(date),
})
const suzhou = daysIn('Asia/Shanghai')
const at = (text: string) => new Date(`${text}+08:00`)
const shown = (date: Date | null) =>
  date && new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)
const next = (rule: Schedule, after: string) => shown(nextMoment(rule, at(after), suzhou))

test('every working day at half past eight: not in the golden week, but on its make-up Saturday', () => {
  const rule: Schedule = { kind: 'working_day', time: '08:30' }
  expect(next(rule, '2026-09-30T08:29:59')).toBe('2026-09-30T08:30')
  expect(next(rule, '2026-09-30T08:30:00')).toBe('2026-10-08T08:30')
  expect(next(rule, '2026-10-09T09:00:00')).toBe('2026-10-10T08:30')
})

test('Mondays at nine, the last day and the first working day of a month, once a quarter', () => {
  expect(next({ kind: 'weekly', weekdays: ['monday'], time: '09:00' }, '2026-11-23T09:00:00')).toBe(
    '2026-11-30T09:00',
  )
  expect(next({ kind: 'monthly', day: 'last', time: '18:00' }, '2027-02-01T00:00:00')).toBe(
    '2027-02-28T18:00',
  )
  expect(next({ kind: 'monthly', day: 31, time: '18:00' }, '2027-02-01T00:00:00')).toBe('2027-02-28T18:00')
  expect(next({ kind: 'monthly', day: 'first_working', time: '09:00' }, '2026-09-02T00:00:00')).toBe(
    '2026-10-08T09:00',
  )
  expect(next({ kind: 'monthly', day: 'last_working', time: '09:00' }, '2026-10-01T00:00:00')).toBe(
    '2026-10-30T09:00',
  )
  expect(next({ kind: 'monthly', day: 1, months: [1, 4, 7, 10], time: '07:00' }, '2026-11-01T00:00:00')).toBe(
    '2027-01-01T07:00',
  )
})

test('a rule in another zone goes by the clock there, across its clock changes', () => {
  const rule: Schedule = { kind: 'daily', time: '02:30', zone: 'America/New_York' }
  const moments = [
    '2026-03-07T12:00:00Z',
    '2026-03-08T12:00:00Z',
    '2026-10-31T12:00:00Z',
    '2026-11-01T12:00:00Z',
  ].map((after) => nextMoment(rule, new Date(after), suzhou).toISOString())
  expect(moments).toEqual([
    '2026-03-08T07:00:00.000Z',
    '2026-03-09T06:30:00.000Z',
    '2026-11-01T07:30:00.000Z',
    '2026-11-02T07:30:00.000Z',
  ])
})

test('a week before the due day, three working days after it, an hour before the appointment', () => {
  const moment = (start: Omit<DateStart, 'date_field'>, value: unknown) =>
    shown(dateMoment({ date_field: 'due_on', ...start }, value, suzhou))
  expect(moment({ before: { days: 7 }, at: '09:00' }, '2026-12-08')).toBe('2026-12-01T09:00')
  expect(moment({}, '2026-12-08')).toBe('2026-12-08T00:00')
  expect(moment({ after: { working_days: 3 } }, '2026-09-30')).toBe('2026-10-10T00:00')
  expect(moment({ before: { working_days: 1 }, at: '17:00' }, '2026-11-23')).toBe('2026-11-20T17:00')
  expect(moment({ before: { hours: 1 } }, '2026-12-08T02:00:00.000Z')).toBe('2026-12-08T09:00')
  expect(moment({ after: { days: 2 } }, '2026-12-08T02:00:00.000Z')).toBe('2026-12-10T10:00')
  expect([moment({}, null), moment({}, undefined), moment({ after: { days: 3650 } }, '9999-12-31')]).toEqual([
    null,
    null,
    null,
  ])
})

const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
const zones = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
]
const zone = fc.option(fc.constantFrom(...zones), { nil: undefined })
const rules: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ kind: fc.constantFrom('daily' as const, 'working_day' as const), time, zone }),
  fc.record({
    kind: fc.constant('weekly' as const),
    weekdays: fc.subarray(['monday', 'wednesday', 'saturday', 'sunday'] as const, { minLength: 1 }),
    time,
    zone,
  }),
  fc.record({
    kind: fc.constant('monthly' as const),
    day: fc.oneof(
      fc.integer({ min: 1, max: 31 }),
      fc.constantFrom('last' as const, 'first_working' as const, 'last_working' as const),
    ),
    months: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), { nil: undefined }),
    time,
    zone,
  }),
) as fc.Arbitrary<Schedule>
const instants = fc.date({ min: new Date('2019-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })

test('the next moment is strictly after now, on a day of the rule and at its time, and none of the rule lies between', () => {
  fc.assert(
    fc.property(
      rules,
      instants,
      fc.constantFrom(...zones),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rule, after, home, share) => {
        const days = daysIn(home)
        const place = rule.zone ?? home
        const moment = nextMoment(rule, after, days)
        expect(moment.getTime()).toBeGreaterThan(after.getTime())
        expect(isOnRule(rule, localDate(moment, place), days)).toBe(true)
        const minutes = Number(rule.time.slice(0, 2)) * 60 + Number(rule.time.slice(3))
        const late = localClock(moment, place).milliseconds / 60_000 - minutes
        expect(
          late === 0 || (late > 0 && late <= 60),
          `${late} minutes after its time: only a skipped hour moves it`,
        ).toBe(true)
        // Asked from anywhere before it the answer is the same, so nothing of the rule lies between.
        const between = new Date(
          after.getTime() + Math.floor((moment.getTime() - after.getTime() - 1) * share),
        )
        expect(nextMoment(rule, between, days)).toEqual(moment)
        expect(nextMoment(rule, moment, days).getTime()).toBeGreaterThan(moment.getTime())
      },
    ),
    { numRuns: 400 },
  )
}, 60_000)

test('a number of working days ends on a working day, and a later date is never an earlier moment', () => {
  const day = fc
    .integer({ min: 0, max: 4000 })
    .map((n) => new Date(Date.UTC(2019, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
  const start = fc.oneof(
    fc.record({ after: fc.record({ working_days: fc.integer({ min: 1, max: 40 }) }) }),
    fc.record({ before: fc.record({ working_days: fc.integer({ min: 1, max: 40 }) }) }),
    fc.record({ before: fc.record({ days: fc.nat(400) }), at: time }),
    fc.record({ after: fc.record({ hours: fc.nat(400) }) }),
  )
  fc.assert(
    fc.property(start, day, day, fc.constantFrom(...zones), (one, a, b, home) => {
      const days = daysIn(home)
      const [early, late] = a <= b ? [a, b] : [b, a]
      const moment = (value: string) => dateMoment({ date_field: 'on', ...one }, value, days)!
      expect(moment(early).getTime()).toBeLessThanOrEqual(moment(late).getTime())
      const span: object = 'after' in one ? one.after : one.before
      if ('working_days' in span) expect(days.isWorkingDay(localDate(moment(a), home))).toBe(true)
    }),
    { numRuns: 300 },
  )
}, 60_000)
