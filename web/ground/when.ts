import type { Language } from '../words/words.ts'

/** Moments are UTC everywhere; people read and write them in the company's zone. */
interface Parts {
  readonly year: string
  readonly month: string
  readonly day: string
  readonly hour: string
  readonly minute: string
}

function partsOf(at: Date, zone: string): Parts {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  ) as unknown as Parts
}

/** @example localText('2026-11-23T01:30:00Z', 'Asia/Shanghai') // '2026-11-23T09:30' */
export function localText(moment: string, zone: string): string {
  const at = new Date(moment)
  if (Number.isNaN(at.getTime())) return ''
  const { year, month, day, hour, minute } = partsOf(at, zone)
  return `${year}-${month}-${day}T${hour}:${minute}`
}

/** The moment that clocks in the zone show as `local` (`YYYY-MM-DDTHH:mm`), in UTC. */
export function momentOf(local: string, zone: string): string {
  const asUtc = Date.parse(`${local}Z`)
  const offsetAt = (time: number) =>
    Date.parse(`${localText(new Date(time).toISOString(), zone)}Z`) - Math.floor(time / 60_000) * 60_000
  const first = asUtc - offsetAt(asUtc)
  return new Date(asUtc - offsetAt(first)).toISOString()
}

/** Today's date in the zone. */
export const todayIn = (zone: string, now = new Date()): string =>
  localText(now.toISOString(), zone).slice(0, 10)

/** @example showMoment('2026-11-23T01:30:00Z', 'Asia/Shanghai') // '2026-11-23 09:30' */
export const showMoment = (moment: string, zone: string): string => localText(moment, zone).replace('T', ' ')

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** "3小时后", "2 days ago": the largest whole unit. */
export function fromNow(moment: string, language: Language, now = Date.now()): string {
  const seconds = Math.round((Date.parse(moment) - now) / 1000)
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 60]
  return new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'auto' }).format(
    Math.trunc(seconds / size),
    unit,
  )
}
