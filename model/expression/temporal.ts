import { findInstant, findOffset } from './zone.ts'

/** A calendar day, counted from 1970-01-01. */
export interface DateValue {
  readonly kind: 'date'
  readonly day: number
}
/** An instant in epoch milliseconds; the wall clock is a matter of the zone it is asked in. */
export interface DateTimeValue {
  readonly kind: 'datetime'
  readonly at: number
}
/** Milliseconds since midnight; `offset` in milliseconds east of UTC where one was written. */
export interface TimeValue {
  readonly kind: 'time'
  readonly ms: number
  readonly offset: number | null
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

const TIME = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)(Z|z|[+-]\d\d:\d\d|@[\w/+-]+)?$/

export const parseTime = (text: string): TimeValue | null => {
  if (text.length > TEXT_MAX) return null
  const m = TIME.exec(text)
  return m && !m[4]?.startsWith('@')
    ? makeTime(Number(m[1]), Number(m[2]), truncateMs(m[3]!), readOffset(m[4]))
    : null
}

/** A date and time without a zone is in the company's zone. Digits past the millisecond are cut off. */
export const parseDateTime = (text: string, zone: string): DateTimeValue | null => {
  if (text.length > TEXT_MAX) return null
  const at = text.indexOf('T')
  const date = parseDate(at < 0 ? text : text.slice(0, at))
  const m = at < 0 ? null : TIME.exec(text.slice(at + 1))
  if (date === null) return null
  if (at < 0) return { kind: 'datetime', at: findInstant(date.day * DAY_MS, zone) }
  const time = m && makeTime(Number(m[1]), Number(m[2]), truncateMs(m[3]!))
  if (!time) return null
  const local = date.day * DAY_MS + time.ms
  const offset = readOffset(m[4])
  if (offset !== null) return { kind: 'datetime', at: local - offset }
  try {
    return { kind: 'datetime', at: findInstant(local, m[4] ? m[4].slice(1) : zone) }
  } catch {
    return null // an unknown zone
  }
}

const truncateMs = (seconds: string): number =>
  Math.trunc(Number(seconds.slice(0, 6).padEnd(6)) * 1000 + 1e-6) / 1000

const readOffset = (text: string | undefined): number | null => {
  if (text === undefined || text.startsWith('@')) return null
  if (text === 'Z' || text === 'z') return 0
  return (text[0] === '-' ? -1 : 1) * (Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6))) * 60_000
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

export const formatTime = ({ ms, offset }: TimeValue): string => {
  const text = new Date(ms)
    .toISOString()
    .slice(11, 23)
    .replace(/\.000$/, '')
  if (offset === null) return text
  const minutes = Math.abs(offset) / 60_000
  return offset === 0
    ? `${text}Z`
    : `${text}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`
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

export const localMs = (value: DateTimeValue, zone: string): number => value.at + findOffset(value.at, zone)

export const dateIn = (value: DateTimeValue, zone: string): DateValue => ({
  kind: 'date',
  day: Math.floor(localMs(value, zone) / DAY_MS),
})

export const timeIn = (value: DateTimeValue, zone: string): TimeValue => {
  const local = localMs(value, zone)
  return { kind: 'time', ms: local - Math.floor(local / DAY_MS) * DAY_MS, offset: null }
}

export const midnightOf = (date: DateValue, zone: string): DateTimeValue => ({
  kind: 'datetime',
  at: findInstant(date.day * DAY_MS, zone),
})

export const addMonthsAt = (value: DateTimeValue, months: number, zone: string): DateTimeValue | null => {
  const date = addMonths(dateIn(value, zone), months)
  return date && { kind: 'datetime', at: findInstant(date.day * DAY_MS + timeIn(value, zone).ms, zone) }
}
