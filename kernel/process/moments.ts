import {
  addDays,
  addMonths,
  instantAt,
  localClock,
  localDate,
  weekdayOf,
  type DateSpan,
  type DateStart,
  type Schedule,
  type Weekday,
} from '../../model/index.ts'

/** The company's days: its zone, and which of them are worked. */
export interface Days {
  readonly zone: string
  isWorkingDay(date: string): boolean
}

/** A rule that names a day at all names one within so many days. */
const daysAheadMax = 800

/**
 * The first moment of a rule strictly after `after`. Local days are tried one by one, so a clock change moves
 * no day; a time that the change skips is the moment of the change, one that is shown twice is the first.
 * @example nextMoment({ kind: 'weekly', weekdays: ['monday'], time: '09:00' }, new
 * Date('2026-11-23T01:00:00Z'), days) // 2026-11-30T01:00:00Z
 */
export function nextMoment(rule: Schedule, after: Date, days: Days): Date {
  const zone = rule.zone ?? days.zone
  let date = addDays(localDate(after, zone), -1)
  for (let ahead = 0; ahead < daysAheadMax; ahead++, date = addDays(date, 1)) {
    if (!isOnRule(rule, date, days)) continue
    const moment = instantAt({ date, milliseconds: millisecondsOf(rule.time), zone })
    // A zone that crosses the date line leaves a whole day out.
    if (moment > after && localDate(moment, zone) === date) return moment
  }
  throw new Error(`No day within ${daysAheadMax} is on the rule ${JSON.stringify(rule)}`)
}

/** Whether a local day is one of the rule's. */
export function isOnRule(rule: Schedule, date: string, days: Days): boolean {
  if (rule.kind === 'daily') return true
  if (rule.kind === 'working_day') return days.isWorkingDay(date)
  if (rule.kind === 'weekly') return rule.weekdays.includes(weekdayNames[weekdayOf(date)]!)
  if (rule.months && !rule.months.includes(Number(date.slice(5, 7)))) return false
  return date === dayInMonth(rule.day, `${date.slice(0, 8)}01`, days)
}

const weekdayNames: readonly Weekday[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
]

type MonthDay = Extract<Schedule, { kind: 'monthly' }>['day']

/** The day of the month that starts on `first`; undefined where a month has no working day. */
function dayInMonth(day: MonthDay, first: string, days: Days): string | undefined {
  const last = addDays(addMonths(first, 1), -1)
  if (day === 'last') return last
  if (typeof day === 'number') return day < Number(last.slice(8)) ? addDays(first, day - 1) : last
  const forward = day === 'first_working'
  for (
    let date = forward ? first : last;
    date >= first && date <= last;
    date = addDays(date, forward ? 1 : -1)
  )
    if (days.isWorkingDay(date)) return date
  return undefined
}

/**
 * The moment at the stated distance from a date (`YYYY-MM-DD`) or a moment (ISO 8601) of a record; null where
 * there is no date or one far from our times. Days keep the time of the clock, hours are elapsed time; a
 * number of working days ends on a working day.
 * @example dateMoment({ date_field: 'due_on', before: { days: 7 }, at: '09:00' }, '2026-12-08', days) //
 * 2026-12-01T01:00:00Z
 */
export function dateMoment(start: DateStart, value: unknown, { zone, isWorkingDay }: Days): Date | null {
  if (typeof value !== 'string' || value < '1970' || value > '9000') return null
  const from = value.length === 10 ? { date: value, milliseconds: 0 } : localClock(new Date(value), zone)
  const [span, sign]: [DateSpan, 1 | -1] = start.before ? [start.before, -1] : [start.after ?? { days: 0 }, 1]
  if ('hours' in span)
    return new Date(
      (value.length === 10 ? instantAt({ ...from, zone }) : new Date(value)).getTime() +
        sign * span.hours * 3_600_000,
    )
  const date =
    'days' in span
      ? addDays(from.date, sign * span.days)
      : moveWorkingDays(from.date, sign * span.working_days, isWorkingDay)
  return instantAt({
    date,
    milliseconds: start.at === undefined ? from.milliseconds : millisecondsOf(start.at),
    zone,
  })
}

function moveWorkingDays(from: string, count: number, isWorkingDay: Days['isWorkingDay']): string {
  let date = from
  for (let left = Math.abs(count); left > 0;) {
    date = addDays(date, Math.sign(count))
    if (isWorkingDay(date)) left--
  }
  return date
}

const millisecondsOf = (time: string): number =>
  (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000
