import { findInstant, findOffset, MOMENT_MAX_MS } from './zone.ts'

/** A calendar day, counted from 1970-01-01. */
export interface DateValue {
  readonly kind: 'date'
  readonly day: number
}
/**
 * An instant in epoch milliseconds. Its wall clock is that of its own zone where one was written with it
 * (an offset in milliseconds east of UTC, or a name), else that of the zone it is asked in.
 */
export interface DateTimeValue {
  readonly kind: 'datetime'
  readonly at: number
  readonly own?: number | string
}
/**
 * Milliseconds since midnight; `offset` in milliseconds east of UTC where one was written, or where a zone
 * was: `zone` is then its name.
 */
export interface TimeValue {
  readonly kind: 'time'
  readonly ms: number
  readonly offset: number | null
  readonly zone?: string
}
/** A days-and-time duration in milliseconds. */
export interface DaysValue {
  readonly kind: 'days'
  readonly ms: number
}
/** A years-and-months duration. */
export interface MonthsValue {
  readonly kind: 'months'
  readonly months: number
}

export const DAY_MS = 86_400_000
/** No date, time or duration is written with more letters. */
const TEXT_MAX = 200

export const makeDate = (year: number, month: number, day: number): DateValue | null => {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const ok = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return ok ? { kind: 'date', day: date.getTime() / DAY_MS } : null
}

export const splitDate = (date: DateValue): { year: number; month: number; day: number; weekday: number } => {
  const d = new Date(date.day * DAY_MS)
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    weekday: ((d.getUTCDay() + 6) % 7) + 1,
  }
}

export const makeTime = (
  hour: number,
  minute: number,
  second: number,
  offset: number | null = null,
): TimeValue | null =>
  hour < 24 && minute < 60 && second < 60 && hour >= 0 && minute >= 0 && second >= 0
    ? { kind: 'time', ms: Math.round((hour * 3600 + minute * 60 + second) * 1000), offset }
    : null

export const parseDate = (text: string): DateValue | null => {
  const m = /^(-?[1-9]?\d{4,5})-(\d\d)-(\d\d)$/.exec(text)
  return m ? makeDate(Number(m[1]), Number(m[2]), Number(m[3])) : null
}

const TIME = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)(Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[\w/+-]+)?$/

/** 24:00:00 is the midnight at the end of a day, and as a time of day that at its beginning. */
const readClock = (text: string): { ms: number; daysOn: 0 | 1; own?: number | string } | null => {
  const m = TIME.exec(text)
  if (!m) return null
  const ends = m[1] === '24'
  const time = makeTime(ends ? 0 : Number(m[1]), Number(m[2]), truncateMs(m[3]!))
  const own = m[4]?.startsWith('@') ? readZone(m[4].slice(1)) : readOffset(m[4])
  if (!time || own === null || (ends && time.ms > 0)) return null
  return { ms: time.ms, daysOn: ends ? 1 : 0, ...(own === undefined ? {} : { own }) }
}

/**
 * A time with a named zone has the offset of that zone in winter: which it is in summer no time of day can
 * say.
 */
export const parseTime = (text: string): TimeValue | null => {
  if (text.length > TEXT_MAX) return null
  const clock = readClock(text)
  if (!clock) return null
  const { ms, own } = clock
  return typeof own === 'string'
    ? { kind: 'time', ms, offset: standardOffset(own), zone: own }
    : { kind: 'time', ms, offset: own ?? null }
}

/** The lesser of the offsets in January and July: the one without daylight saving. */
const standardOffset = (zone: string): number => Math.min(findOffset(JANUARY, zone), findOffset(JULY, zone))
const JANUARY = Date.UTC(2026, 0, 1)
const JULY = Date.UTC(2026, 6, 1)

/** A date and time without a zone is in the company's zone. Digits past the millisecond are cut off. */
export const parseDateTime = (text: string, zone: string): DateTimeValue | null => {
  if (text.length > TEXT_MAX) return null
  const at = text.indexOf('T')
  const date = parseDate(at < 0 ? text : text.slice(0, at))
  if (date === null) return null
  if (at < 0) return { kind: 'datetime', at: findInstant(date.day * DAY_MS, zone) }
  const clock = readClock(text.slice(at + 1))
  if (!clock) return null
  const { own, ms, daysOn } = clock
  const local = (date.day + daysOn) * DAY_MS + ms
  if (own === undefined) return { kind: 'datetime', at: findInstant(local, zone) }
  return { kind: 'datetime', at: typeof own === 'number' ? local - own : findInstant(local, own), own }
}

const truncateMs = (seconds: string): number =>
  Math.trunc(Number(seconds.slice(0, 6).padEnd(6)) * 1000 + 1e-6) / 1000

/** Null for a zone that nobody knows. */
const readZone = (name: string): string | null => {
  try {
    findOffset(0, name)
    return name
  } catch {
    return null
  }
}

/** The farthest that a clock may be from UTC. */
const OFFSET_MAX_MS = 18 * 3_600_000

const readOffset = (text: string | undefined): number | null | undefined => {
  if (text === undefined) return undefined
  if (text === 'Z' || text === 'z') return 0
  const [hours, minutes, seconds = 0] = text.slice(1).split(':').map(Number) as [number, number, number?]
  const ms = (hours * 3600 + minutes * 60 + seconds) * 1000
  return minutes < 60 && seconds < 60 && ms <= OFFSET_MAX_MS ? (text[0] === '-' ? -ms : ms) : null
}

export const parseDuration = (text: string): DaysValue | MonthsValue | null => {
  if (text.length > TEXT_MAX) return null
  const months = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(text)
  if (months && (months[2] ?? months[3]) !== undefined)
    return wholeMonths(sign(months[1]) * (Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0)))
  const days = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (!days || text.endsWith('T') || days.slice(2).every((part) => part === undefined)) return null
  const [d, h, m, s] = days.slice(2).map((part) => Number(part ?? 0)) as [number, number, number, number]
  return wholeDays(sign(days[1]) * Math.round(d * DAY_MS + h * 3_600_000 + m * 60_000 + s * 1000))
}

/**
 * The longest duration, in milliseconds: 285,616 years. Longer ones are not exact in JS, and are null there
 * and in SQL.
 */
export const DURATION_MAX_MS = Number.MAX_SAFE_INTEGER

export const wholeDays = (ms: number): DaysValue | null =>
  Math.abs(ms) <= DURATION_MAX_MS ? { kind: 'days', ms: ms + 0 } : null

export const wholeMonths = (months: number): MonthsValue | null =>
  Number.isSafeInteger(months) ? { kind: 'months', months: months + 0 } : null

const sign = (text: string | undefined): number => (text === '-' ? -1 : 1)
const pad = (n: number, width: number): string => String(Math.abs(n)).padStart(width, '0')

export const formatDate = (date: DateValue): string => {
  const { year, month, day } = splitDate(date)
  return `${year < 0 ? '-' : ''}${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

export const formatDateTime = (value: DateTimeValue): string => new Date(value.at).toISOString()

/** As it is read: the wall clock, with the zone that was written. */
export const writeDateTime = (value: DateTimeValue, zone: string): string => {
  if (Math.abs(value.at) > MOMENT_MAX_MS) throw new RangeError('a moment that no calendar reaches')
  const own =
    value.own === undefined ? '' : typeof value.own === 'string' ? `@${value.own}` : writeOffset(value.own)
  return `${formatDate(dateIn(value, zone))}T${writeClock(timeIn(value, zone).ms)}${own}`
}

export const formatTime = ({ ms, offset, zone }: TimeValue): string =>
  writeClock(ms) + (zone !== undefined ? `@${zone}` : offset === null ? '' : writeOffset(offset))

const writeClock = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .slice(11, 23)
    .replace(/\.000$/, '')

const writeOffset = (offset: number): string => {
  if (offset === 0) return 'Z'
  const seconds = Math.abs(offset) / 1000
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return (
    (offset < 0 ? '-' : '+') + (parts[2] ? parts : parts.slice(0, 2)).map((part) => pad(part, 2)).join(':')
  )
}

export const formatDuration = (value: DaysValue | MonthsValue): string => {
  if (value.kind === 'months') {
    const n = Math.abs(value.months)
    const years = Math.floor(n / 12)
    return `${value.months < 0 ? '-' : ''}P${years ? `${years}Y` : ''}${n % 12 || !years ? `${n % 12}M` : ''}`
  }
  const ms = Math.abs(value.ms)
  const [days, hours, minutes, seconds] = [
    Math.floor(ms / DAY_MS),
    Math.floor(ms / 3_600_000) % 24,
    Math.floor(ms / 60_000) % 60,
    (ms % 60_000) / 1000,
  ]
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`
  if (!days && !time) return 'PT0S'
  return `${value.ms < 0 ? '-' : ''}P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`
}

/**
 * The last day of the target month when it has no such day: 31 January + P1M is 28 or 29 February, as in
 * PostgreSQL.
 */
export const addMonths = (date: DateValue, months: number): DateValue | null => {
  const { year, month, day } = splitDate(date)
  const target = year * 12 + month - 1 + months
  const [y, m] = [Math.floor(target / 12), (((target % 12) + 12) % 12) + 1]
  return makeDate(y, m, day) ?? makeDate(y, m, 30) ?? makeDate(y, m, 29) ?? makeDate(y, m, 28)
}

export const offsetIn = ({ at, own }: DateTimeValue, zone: string): number =>
  typeof own === 'number' ? own : findOffset(at, own ?? zone)

const localMs = (value: DateTimeValue, zone: string): number => value.at + offsetIn(value, zone)

export const dateIn = (value: DateTimeValue, zone: string): DateValue => ({
  kind: 'date',
  day: Math.floor(localMs(value, zone) / DAY_MS),
})

export const timeIn = (value: DateTimeValue, zone: string): TimeValue => {
  const local = localMs(value, zone)
  const ms = local - Math.floor(local / DAY_MS) * DAY_MS
  if (value.own === undefined) return { kind: 'time', ms, offset: null }
  const offset = offsetIn(value, zone)
  return { kind: 'time', ms, offset, ...(typeof value.own === 'string' ? { zone: value.own } : {}) }
}

export const midnightOf = (date: DateValue, zone: string): DateTimeValue => ({
  kind: 'datetime',
  at: findInstant(date.day * DAY_MS, zone),
})

export const addMonthsAt = (value: DateTimeValue, months: number, zone: string): DateTimeValue | null => {
  const { own } = value
  const date = addMonths(dateIn(value, zone), months)
  const local = date && date.day * DAY_MS + timeIn(value, zone).ms
  return local === null
    ? null
    : { ...value, at: typeof own === 'number' ? local - own : findInstant(local, own ?? zone) }
}
