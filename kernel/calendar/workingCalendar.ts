import chineseDays from 'chinese-days'
import { addDays, instantAt, localClock, weekdayOf } from '../../model/index.ts'
import { refuse } from '../../model/refuse.ts'

export interface WorkingHours {
  /** IANA zone of the company, e.g. Asia/Shanghai. */
  readonly zone: string
  /** Working periods of a day, local time: '08:30-12:00,13:00-17:30'. */
  readonly hours: string
  /** Working days of an ordinary week, 0 Sunday to 6 Saturday; Monday to Friday unless told. */
  readonly weekdays?: readonly number[]
  readonly holidays?: {
    /** Statutory holidays with their make-up days (调休); none unless told. */
    readonly country?: 'CN'
    /** The company's own days off and days worked; they win over the country's. */
    readonly off?: readonly string[]
    readonly worked?: readonly string[]
  }
}

export type WorkingSpan = number | { readonly minutes: number } | { readonly days: number }

export interface WorkingCalendar {
  /** The instant at which so much working time has passed; a bare number is seconds, negative counts back. */
  addWorkingTime(from: Date, span: WorkingSpan): Date
  /** Working time from a to b in seconds; negative when b lies before a. */
  workingTimeBetween(a: Date, b: Date): number
  /** Whether a local day, or the local day of an instant, is worked. */
  isWorkingDay(day: string | Date): boolean
  /**
   * Last day whose national holidays are known; later days follow the plain week until the data is updated.
   */
  readonly known_through?: string
}

interface Period {
  readonly start: number
  readonly end: number
}

/**
 * Time that counts: deadlines run only while the company works. Everything is measured in elapsed
 * milliseconds, so a clock change inside a working period lengthens or shortens that day as it does for the
 * people there.
 * @example workingCalendar({ zone: 'Asia/Shanghai', hours: '08:30-12:00,13:00-17:30', holidays: { country:
 * 'CN' } })
 *   .addWorkingTime(new Date('2026-09-30T09:00:00Z'), { minutes: 60 })   // 2026-10-08T01:00:00Z: after the
 * holidays
 */
export function workingCalendar(hours: WorkingHours): WorkingCalendar {
  const days = workedDaysOf(hours)
  return {
    addWorkingTime(from, span) {
      const { days: moved, ms } = measure(span)
      if (moved !== undefined) return new Date(moveDays(days, from.getTime(), moved))
      if (ms === 0) return new Date(from)
      return new Date(ms < 0 ? backward(days, from.getTime(), -ms) : forward(days, from.getTime(), ms))
    },
    workingTimeBetween(a, b) {
      const [from, to] = [a.getTime(), b.getTime()]
      return (from <= to ? between(days, from, to) : -between(days, to, from)) / 1000
    },
    isWorkingDay: (day) => days.isWorkingDate(typeof day === 'string' ? day : days.dateOf(day.getTime())),
    ...(hours.holidays?.country === 'CN' ? { known_through: `${lastKnownYear()}-12-31` } : {}),
  }
}

/** Every second counts and a day is 24 hours: for services promised around the clock. */
export function roundTheClock(): WorkingCalendar {
  return {
    addWorkingTime(from, span) {
      const { days, ms } = measure(span)
      return new Date(from.getTime() + (days === undefined ? ms : days * dayMs))
    },
    workingTimeBetween: (a, b) => (b.getTime() - a.getTime()) / 1000,
    isWorkingDay: () => true,
  }
}

/** The days of one calendar: which are worked, and when; instants are milliseconds since 1970. */
interface WorkedDays {
  readonly zone: string
  isWorkingDate(date: string): boolean
  /** In order and apart; none on a day off. */
  periodsOf(date: string): readonly Period[]
  dateOf(ms: number): string
}

const daysRememberedMax = 4000

function workedDaysOf({ zone, hours, weekdays = [1, 2, 3, 4, 5], holidays = {} }: WorkingHours): WorkedDays {
  const daily = parseHours(hours)
  const off = new Set(holidays.off)
  const worked = new Set(holidays.worked)
  const known = new Map<string, readonly Period[]>()
  if (!weekdays.length && !worked.size)
    throw refuseHours('一周至少要有一个工作日', 'A week needs at least one working day')

  const isWorkingDate = (date: string): boolean => {
    if (off.has(date)) return false
    if (worked.has(date)) return true
    return (holidays.country === 'CN' ? nationalDay(date) : undefined) ?? weekdays.includes(weekdayOf(date))
  }
  const periodsOf = (date: string): readonly Period[] => {
    const found = known.get(date)
    if (found) return found
    if (known.size > daysRememberedMax) known.clear()
    const at = (milliseconds: number) => instantAt({ date, milliseconds, zone }).getTime()
    const periods = isWorkingDate(date)
      ? daily.map(({ start, end }) => ({ start: at(start), end: at(end) }))
      : []
    known.set(date, periods)
    return periods
  }
  return { zone, isWorkingDate, periodsOf, dateOf: (ms) => localClock(new Date(ms), zone).date }
}

/** Idle days in a row after which a calendar is taken to have no working time at all. */
const idleDaysMax = 800

function forward({ dateOf, periodsOf }: WorkedDays, from: number, amount: number): number {
  let left = amount
  for (let date = dateOf(from), idle = 0; idle < idleDaysMax; date = addDays(date, 1)) {
    const periods = periodsOf(date)
    idle = periods.length ? 0 : idle + 1
    for (const { start, end } of periods) {
      const begin = Math.max(start, from)
      if (end >= begin && end - begin >= left) return begin + left
      if (end > begin) left -= end - begin
    }
  }
  throw noWork()
}

function backward({ dateOf, periodsOf }: WorkedDays, from: number, amount: number): number {
  let left = amount
  for (let date = dateOf(from), idle = 0; idle < idleDaysMax; date = addDays(date, -1)) {
    const periods = periodsOf(date)
    idle = periods.length ? 0 : idle + 1
    for (const { start, end } of [...periods].reverse()) {
      const finish = Math.min(end, from)
      if (finish >= start && finish - start >= left) return finish - left
      if (finish > start) left -= finish - start
    }
  }
  throw noWork()
}

/**
 * A day later at the same time by the clock; from outside working time it counts from the next (or last)
 * working moment.
 */
function moveDays(worked: WorkedDays, from: number, days: number): number {
  const { zone, isWorkingDate } = worked
  const begin = days < 0 ? backward(worked, from, 0) : forward(worked, from, 0)
  const { date: first, milliseconds } = localClock(new Date(begin), zone)
  let date = first
  for (let left = Math.abs(days), idle = 0; left > 0;) {
    date = addDays(date, Math.sign(days))
    idle = isWorkingDate(date) ? 0 : idle + 1
    if (idle === 0) left--
    if (idle > idleDaysMax) throw noWork()
  }
  return instantAt({ date, milliseconds, zone }).getTime()
}

function between({ dateOf, periodsOf }: WorkedDays, a: number, b: number): number {
  let total = 0
  const last = dateOf(b)
  for (let date = dateOf(a); date <= last; date = addDays(date, 1)) {
    for (const { start, end } of periodsOf(date)) total += Math.max(0, Math.min(end, b) - Math.max(start, a))
  }
  return total
}

const dayMs = 86_400_000

function measure(span: WorkingSpan): { days?: number; ms: number } {
  if (typeof span === 'number') return { ms: Math.round(span * 1000) }
  if ('minutes' in span) return { ms: Math.round(span.minutes * 60_000) }
  if (!Number.isInteger(span.days))
    throw refuseHours('工作日数必须是整数', 'Working days come in whole numbers')
  return { days: span.days, ms: 0 }
}

/**
 * Milliseconds since local midnight; periods in order and apart. A night shift is written as two:
 * 22:00-24:00,00:00-06:00.
 */
function parseHours(hours: string): Period[] {
  const periods = hours
    .split(',')
    .map((text) => {
      const [, h1, m1, h2, m2] = /^\s*(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)\s*$/.exec(text) ?? []
      return { start: (Number(h1) * 60 + Number(m1)) * 60_000, end: (Number(h2) * 60 + Number(m2)) * 60_000 }
    })
    .sort((a, b) => a.start - b.start)
  periods.forEach(({ start, end }, i) => {
    if (!(start < end && end <= dayMs && start >= (periods[i - 1]?.end ?? 0)))
      throw refuseHours(
        `工作时间“${hours}”有误，应如08:30-12:00,13:00-17:30`,
        `The working hours “${hours}” must look like 08:30-12:00,13:00-17:30`,
      )
  })
  return periods
}

/** What the State Council's calendar says of a day, or nothing beyond its years and on ordinary days. */
function nationalDay(date: string): boolean | undefined {
  const year = Number(date.slice(0, 4))
  if (year < firstKnownYear || year > lastKnownYear()) return undefined
  const { work, name } = chineseDays.getDayDetail(date)
  return name.includes(',') ? work : undefined
}

const firstKnownYear = 2004
let lastYear = 0

/** The data names 1 October as a holiday in every year it knows. */
function lastKnownYear(): number {
  if (!lastYear)
    for (lastYear = 2025; chineseDays.getDayDetail(`${lastYear + 1}-10-01`).name.includes(',');) lastYear++
  return lastYear
}

const refuseHours = (zh: string, en: string) => refuse('working_hours_wrong', { zh, en })
const noWork = () =>
  refuseHours('工作日历里两年内没有任何工作时间', 'The working calendar has no working time within two years')
