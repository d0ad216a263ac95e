/** The last moment that JavaScript knows. */
export const MOMENT_MAX_MS = 8.64e15
const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()
const FORMATS_MAX = 600

/**
 * Milliseconds east of UTC in `zone` (IANA name) at an instant. Remembered by the quarter hour, in which no
 * zone changes twice.
 */
export const findOffset = (at: number, zone: string): number => {
  if (zone === 'UTC') return 0
  const quarter = Math.floor(Math.min(Math.max(at, -MOMENT_MAX_MS), MOMENT_MAX_MS) / 900_000)
  const key = `${zone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size > 20_000) offsets.clear()
  const offset = readOffset(quarter * 900_000, zone)
  offsets.set(key, offset)
  return offset
}

/**
 * The instant of a wall clock time (milliseconds as if it were UTC). In a gap the offset before the change is
 * taken, in an overlap the one after it: PostgreSQL's choice (DetermineTimeZoneOffset), so that both sides
 * agree.
 */
export const findInstant = (local: number, zone: string): number => {
  const before = findOffset(local - 86_400_000, zone)
  const after = findOffset(local + 86_400_000, zone)
  if (before === after) return local - before
  if (findOffset(local - after, zone) === after) return local - after
  return local - before
}

const readOffset = (at: number, zone: string): number => {
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
    if (formats.size >= FORMATS_MAX) formats.clear() // names may be written in many ways
    formats.set(zone, format)
  }
  const part: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = value
  const local = new Date(0)
  local.setUTCFullYear(
    part['era'] === 'BC' ? 1 - Number(part['year']) : Number(part['year']),
    Number(part['month']) - 1,
    Number(part['day']),
  )
  local.setUTCHours(Number(part['hour']), Number(part['minute']), Number(part['second']))
  return local.getTime() - Math.floor(at / 1000) * 1000
}
