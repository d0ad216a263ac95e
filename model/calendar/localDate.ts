/**
 * A calendar day is a string, 'YYYY-MM-DD', wherever it goes; it becomes an instant only together with a
 * zone. All arithmetic on days is done on the calendar, so no clock change can shift it.
 */

/**
 * The day it is at an instant, in an IANA zone. @example localDate(new Date('2026-11-23T16:30:00Z'),
 * 'Asia/Shanghai') // '2026-11-24'
 */
export function localDate(instant: Date, zone: string): string {
  return localClock(instant, zone).date
}

/** The day and the minutes and milliseconds since its local midnight, as the clock on the wall shows them. */
export function localClock(instant: Date, zone: string): { date: string; milliseconds: number } {
  const shown = instant.getTime() + offsetAt(instant.getTime(), zone)
  const milliseconds = ((shown % dayMs) + dayMs) % dayMs
  return { date: toDate((shown - milliseconds) / dayMs), milliseconds }
}

/**
 * A moment as people read it. @example localMoment(new Date('2026-12-01T03:30:00Z'), 'Asia/Shanghai') //
 * '2026-12-01 11:30'
 */
export function localMoment(instant: Date, zone: string): string {
  const { date, milliseconds } = localClock(instant, zone)
  return `${date} ${new Date(milliseconds).toISOString().slice(11, 16)}`
}

/**
 * The instant at which the clock in a zone shows a time of a day. A time that a clock change skips gives the
 * instant of the change; a time shown twice gives the first.
 */
export function instantAt({
  date,
  milliseconds,
  zone,
}: {
  date: string
  milliseconds: number
  zone: string
}): Date {
  const shown = toDays(date) * dayMs + milliseconds
  const before = offsetAt(shown - dayMs, zone)
  const after = offsetAt(shown + dayMs, zone)
  const candidates = [shown - Math.max(before, after), shown - Math.min(before, after)]
  for (const candidate of candidates)
    if (candidate + offsetAt(candidate, zone) === shown) return new Date(candidate)
  return new Date(firstAfterChange(candidates[0] ?? shown, candidates[1] ?? shown, zone))
}

/** @example addDays('2026-02-28', 1) // '2026-03-01' */
export function addDays(date: string, days: number): string {
  return toDate(toDays(date) + days)
}

/**
 * A day that the month does not have becomes its last. @example addMonths('2026-01-31', 1) // '2026-02-28'
 */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = splitDate(date)
  const first = new Date(0)
  first.setUTCFullYear(year, month - 1 + months, 1)
  const length = new Date(0)
  length.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)
  return toDate(Math.floor(first.getTime() / dayMs) + Math.min(day, length.getUTCDate()) - 1)
}

/** Whole days from one day to another, negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return toDays(to) - toDays(from)
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(date: string): number {
  return (((toDays(date) + 4) % 7) + 7) % 7
}

const dayMs = 86_400_000

function splitDate(date: string): { year: number; month: number; day: number } {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? []
  if (!year) throw new RangeError(`Not a day in the form YYYY-MM-DD: ${date}`)
  return { year: Number(year), month: Number(month), day: Number(day) }
}

function toDays(date: string): number {
  const { year, month, day } = splitDate(date)
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, day)
  const days = at.getTime() / dayMs
  if (toDate(days) !== date) throw new RangeError(`No such day: ${date}`)
  return days
}

const toDate = (days: number): string => new Date(days * dayMs).toISOString().slice(0, 10)

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, { readonly quarter: number; readonly offset: number }>()

/** Since 1973 every zone of the time zone database changes its offset at a whole quarter of an hour. */
const quarterMs = 900_000
const quartersFrom = Date.UTC(1973, 0, 1)

/**
 * How far the clock in a zone is ahead of UTC at an instant, milliseconds; the last answer of a zone is kept,
 * for asking takes long.
 */
function offsetAt(instantMs: number, zone: string): number {
  const quarter = Math.floor(instantMs / quarterMs)
  const known = offsets.get(zone)
  if (known?.quarter === quarter) return known.offset
  const offset = readOffset(instantMs, zone)
  if (instantMs >= quartersFrom) offsets.set(zone, { quarter, offset })
  return offset
}

function readOffset(instantMs: number, zone: string): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(instantMs)) part[type] = Number(value)
  const whole = Math.floor(instantMs / 1000) * 1000
  return (
    Date.UTC(
      part['year'] ?? 0,
      (part['month'] ?? 1) - 1,
      part['day'],
      part['hour'],
      part['minute'],
      part['second'],
    ) - whole
  )
}

/** The clock jumps somewhere between two instants; finds the first one after the jump by halving. */
function firstAfterChange(from: number, to: number, zone: string): number {
  let [before, after] = [Math.min(from, to) - 3 * 3_600_000, Math.max(from, to) + 3 * 3_600_000]
  const offset = offsetAt(before, zone)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle, zone) === offset) before = middle
    else after = middle
  }
  return after
}
