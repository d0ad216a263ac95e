import { refuse } from '../refuse.ts'

const PATTERN =
  /^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

export const isDuration = (text: string): boolean => PATTERN.test(text)

/**
 * A moment plus an ISO 8601 duration, by the clock in UTC; a month too short keeps its last day (31 January +
 * P1M = 28 February).
 * @example addDuration(new Date('2026-11-23T08:00:00Z'), 'PT4H')
 */
export const addDuration = (from: Date, duration: string): Date => {
  const parts = PATTERN.exec(duration)
  if (!parts)
    throw refuse('bad_duration', {
      zh: `“${duration}”不是时长，请写成 PT4H 或 P2D`,
      en: `"${duration}" is not a duration: write PT4H or P2D`,
    })
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0))
  const to = new Date(from)
  to.setUTCDate(1)
  to.setUTCMonth(to.getUTCMonth() + years * 12 + months)
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
  to.setUTCDate(Math.min(from.getUTCDate(), last))
  return new Date(to.getTime() + (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000)
}
