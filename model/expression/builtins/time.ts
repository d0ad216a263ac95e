import { dayOf, instantOf, momentOf, offsetOf, readDateTime, readTime, timeOf } from '../moment.ts'
import {
  DAY_MS,
  makeDate,
  makeTime,
  parseDate,
  parseDuration,
  splitDate,
  type DateValue,
  type DaysValue,
  type TimeValue,
} from '../temporal.ts'
import { ANY } from '../shape.ts'
import { isNumber, kindOf, Numeric, type Value } from '../value.ts'
import { define, text, whole, type Builtins, type Clock } from './builtin.ts'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

export const times: Builtins = {
  'today': define('', [], 'date', (_, clock) => dayOf({ kind: 'datetime', at: clock.now }, clock)),
  'now': define('', [], 'datetime', (_, { now }) => ({ kind: 'datetime', at: now })),
  'date': define(
    'from, month?, day?',
    ['any', 'number', 'number'],
    'date',
    ([from, month, day], clock) => {
      if (month !== undefined) {
        const [y, m, d] = [whole(from), whole(month), whole(day)]
        return y === null || m === null || d === null ? null : makeDate(y, m, d)
      }
      if (typeof from === 'string') return parseDate(from)
      const kind = kindOf(from!)
      return kind === 'datetime' ? dayOf(from as never, clock) : kind === 'date' ? from! : null
    },
    {
      also: [['year', 'month', 'day']],
      sql: ([from, ...more], { param, zone }) => {
        if (more.length > 0) return undefined
        if (from!.shape.kind === 'date') return from!.text
        return from!.shape.kind === 'datetime'
          ? `((${from!.text}) at time zone ${param(zone, 'text')})::date`
          : undefined
      },
    },
  ),
  'date and time': define(
    'from, time?',
    ['any', 'any'],
    'datetime',
    ([from, time], clock) => {
      if (time === undefined) {
        if (typeof from === 'string') return readDateTime(from, clock)
        return kindOf(from!) === 'date'
          ? momentOf(from as DateValue, clock)
          : kindOf(from!) === 'datetime'
            ? from!
            : null
      }
      const date = kindOf(from!) === 'datetime' ? dayOf(from as never, clock) : from!
      if (kindOf(date) !== 'date' || kindOf(time) !== 'time') return null
      const { ms, offset, zone } = time as TimeValue
      const local = (date as DateValue).day * DAY_MS + ms
      if (offset === null) return { kind: 'datetime', at: instantOf(local, clock) }
      return {
        kind: 'datetime',
        at: zone === undefined ? local - offset : instantOf(local, { ...clock, zone }),
        own: zone ?? offset,
      }
    },
    {
      also: [['date', 'time']],
      sql: ([from, ...more], { param, zone }) => {
        if (more.length > 0) return undefined
        if (from!.shape.kind === 'datetime') return from!.text
        return from!.shape.kind === 'date'
          ? `((${from!.text})::timestamp at time zone ${param(zone, 'text')})`
          : undefined
      },
    },
  ),
  'time': define(
    'from, minute?, second?, offset?',
    ['any', 'number', 'number', 'any'],
    'time',
    ([from, minute, second, offset], clock) => {
      if (minute !== undefined) {
        if (!isNumber(from!) || !isNumber(minute) || second === undefined || !isNumber(second)) return null
        const east = offset !== undefined && kindOf(offset) === 'days' ? (offset as DaysValue).ms : null
        return makeTime(from.toNumber(), minute.toNumber(), second.toNumber(), east)
      }
      if (typeof from === 'string') return readTime(from, clock)
      const kind = kindOf(from!)
      return kind === 'datetime'
        ? timeOf(from as never, clock)
        : kind === 'time'
          ? from!
          : kind === 'date'
            ? makeTime(0, 0, 0, 0)
            : null
    },
    { also: [['hour', 'minute', 'second', 'offset']] },
  ),
  'duration': define('from', ['any'], 'duration', ([from]) => {
    if (typeof from === 'string') return parseDuration(from)
    return kindOf(from!) === 'days' || kindOf(from!) === 'months' ? from! : null
  }),
  'years and months duration': define('from, to', ['temporal', 'temporal'], 'months', ([from, to], clock) => {
    const [a, b] = [splitDate(asDate(from!, clock)), splitDate(asDate(to!, clock))]
    const months = (b.year - a.year) * 12 + b.month - a.month
    const backwards = asDate(to!, clock).day < asDate(from!, clock).day
    const short =
      !backwards && b.day < a.day && months > 0 ? -1 : backwards && b.day > a.day && months < 0 ? 1 : 0
    return { kind: 'months', months: months + short + 0 }
  }),
  'day of week': define(
    'date',
    ['temporal'],
    'string',
    ([date], clock) => DAYS[splitDate(asDate(date!, clock)).weekday - 1]!,
  ),
  'month of year': define(
    'date',
    ['temporal'],
    'string',
    ([date], clock) => MONTHS[splitDate(asDate(date!, clock)).month - 1]!,
  ),
  'day of year': define('date', ['temporal'], 'number', ([date], clock) => {
    const { day } = asDate(date!, clock)
    const first = makeDate(splitDate({ kind: 'date', day }).year, 1, 1)
    return first && new Numeric(day - first.day + 1)
  }),
  'week of year': define('date', ['temporal'], 'number', ([date], clock) => weekOf(asDate(date!, clock))),
  /** What `@"2026-11-23"` means: the first of date, date and time, time, duration that reads it. */
  '@': define(
    'from',
    ['string'],
    () => ANY,
    ([from], clock) => readAt(text(from), clock),
  ),
}

const MOMENT = /^-?\d+-\d\d-\d\dT/

export const readAt = (source: string, clock: Clock): Value =>
  parseDate(source) ??
  (MOMENT.test(source) ? readDateTime(source, clock) : null) ??
  readTime(source, clock) ??
  parseDuration(source)

const asDate = (value: Value, clock: Clock): DateValue =>
  kindOf(value) === 'date' ? (value as DateValue) : dayOf(value as never, clock)

/** ISO 8601: the week of the year's first Thursday is week 1. */
const weekOf = (date: DateValue): Numeric | null => {
  const thursday = date.day - splitDate(date).weekday + 4
  const { year } = splitDate({ kind: 'date', day: thursday })
  const first = makeDate(year, 1, 1)
  return first && new Numeric(Math.floor((thursday - first.day) / 7) + 1)
}

/** `value.year` and the like. Undefined when the value has no such part. The wall clock is the zone's. */
export const readPart = (value: Value, name: string, clock: Clock): Value | undefined => {
  if (value === null || typeof value !== 'object' || !('kind' in value)) return undefined
  switch (value.kind) {
    case 'date':
      return pick(partsOfDate(value), name)
    case 'datetime':
      if (name === 'timezone') return typeof value.own === 'string' ? value.own : null
      if (name === 'time offset')
        return value.own === undefined ? null : { kind: 'days', ms: offsetOf(value, clock) }
      return pick({ ...partsOfDate(dayOf(value, clock)), ...partsOfTime(timeOf(value, clock).ms) }, name)
    case 'time':
      if (name === 'timezone') return value.zone ?? null
      if (name === 'time offset') return value.offset === null ? null : { kind: 'days', ms: value.offset }
      return pick(partsOfTime(value.ms), name)
    case 'days':
      return pick(partsOfDays(value.ms), name)
    case 'months':
      return pick({ years: Math.trunc(value.months / 12), months: value.months % 12 }, name)
    case 'range':
      return {
        'start': value.start,
        'end': value.end,
        'start included': value.startIn,
        'end included': value.endIn,
      }[name]
    default:
      return undefined
  }
}

const pick = (parts: Record<string, number>, name: string): Value | undefined =>
  Object.hasOwn(parts, name) ? new Numeric(parts[name]! + 0) : undefined

const partsOfDate = (date: DateValue): Record<string, number> => ({ ...splitDate(date) })
const partsOfTime = (ms: number): Record<string, number> => ({
  hour: Math.floor(ms / 3_600_000),
  minute: Math.floor(ms / 60_000) % 60,
  second: Math.floor(ms / 1000) % 60,
})
const partsOfDays = (ms: number): Record<string, number> => ({
  days: Math.trunc(ms / DAY_MS),
  hours: Math.trunc(ms / 3_600_000) % 24,
  minutes: Math.trunc(ms / 60_000) % 60,
  seconds: Math.trunc(ms / 1000) % 60,
})
