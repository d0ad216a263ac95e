/**
 * The order in which the days of a column are written, or the epoch from which a spreadsheet counted them.
 */
export type DayConvention = 'dmy' | 'mdy' | 'ymd' | 'serial1900' | 'serial1904'

export interface ReadDay {
  /** `YYYY-MM-DD` as written. */
  readonly date: string
  /** Milliseconds into the day; null when no time is written. */
  readonly milliseconds: number | null
  /** Minutes ahead of UTC; null when no zone is written. */
  readonly offset: number | null
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/**
 * One day as people write it, with or without a time: `2026-03-05`, `2026年3月5日`, `20260305`, `5 Mar 2026`,
 * and by the order of the column `5/3/2026` or `5/3/26`. Two figures of a year are 1950 to 2049. Null when
 * there is no such day.
 * @example readDay('13/05/2026 下午2:30', 'dmy') // { date: '2026-05-13', milliseconds: 52200000, offset: null
 * }
 */
export function readDay(text: string, convention: DayConvention): ReadDay | null {
  const said = text.normalize('NFKC').replace(/\s+/g, ' ').trim()
  const serial = /^(\d{5})(\.\d+)?$/.exec(said)
  if (serial) return fromSerial(Number(said), convention)
  const time = takeTime(said)
  if (!time) return null
  const [year, month, day] = datePart(time.rest.replace(weekday, '').trim(), convention) ?? []
  const date = year === undefined ? null : dayOf(year, month!, day!)
  return date === null || !time ? null : { date, milliseconds: time.milliseconds, offset: time.offset }
}

const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? |\(?(?:星期|周)[一二三四五六日天]\)?$/i

/** Days of a spreadsheet in the years 1954 to 2064, so that a plain number is not taken for one. */
function fromSerial(serial: number, convention: DayConvention): ReadDay | null {
  if (convention !== 'serial1900' && convention !== 'serial1904') return null
  const first = convention === 'serial1904' ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const milliseconds = Math.round(serial * 86_400_000)
  const date = new Date(first + milliseconds).toISOString().slice(0, 10)
  if (serial < 20_000 || serial > 60_000) return null
  return { date, milliseconds: milliseconds % 86_400_000 || null, offset: null }
}

const clock = new RegExp(
  '^(.*?\\d日?(?: ?(?:星期|周)[一二三四五六日天])?)(?:[T ]| ?(?=上午|下午)|(?<=日))(上午|下午)? ?(\\d{1,2})[:时点](\\d{1,2})' +
    '(?:[:分](\\d{1,2})(?:[.,](\\d{1,9}))?)?[分秒]? ?([ap]\\.?m\\.?)? ?(z|utc|gmt|[+-]\\d\\d:?\\d\\d)?$',
  'i',
)

function takeTime(text: string): { rest: string; milliseconds: number | null; offset: number | null } | null {
  const compact = /^(\d{8})(\d\d)(\d\d)(\d\d)$/.exec(text)
  const match = compact ? null : clock.exec(text)
  if (!compact && !match) return { rest: text, milliseconds: null, offset: null }
  const [hour = 0, minute = 0, second = 0] = (compact ? compact.slice(2, 5) : match!.slice(3, 6)).map(
    (part) => Number(part ?? 0),
  )
  const half = match?.[2] ?? match?.[7]?.toLowerCase().charAt(0)
  const late = half === '下午' || half === 'p'
  if (hour > (half ? 12 : 23) || (half && hour === 0 && late) || minute > 59 || second > 59) return null
  const hours = half ? (hour % 12) + (late ? 12 : 0) : hour
  const thousandths = Number((match?.[6] ?? '0').padEnd(3, '0').slice(0, 3))
  const zone = match?.[8]
  const [, sign, ahead, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '') ?? []
  const offset =
    zone === undefined ? null : sign ? (sign === '-' ? -1 : 1) * (Number(ahead) * 60 + Number(minutes)) : 0
  return {
    rest: compact ? compact[1]! : match![1]!,
    milliseconds: ((hours * 60 + minute) * 60 + second) * 1000 + thousandths,
    offset,
  }
}

type Parts = readonly [year: number, month: number, day: number]

function datePart(text: string, convention: DayConvention): Parts | null {
  const named = byName(text)
  if (named) return named
  const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text)
  if (yearFirst) return numbers(yearFirst[1], yearFirst[3], yearFirst[4])
  const chinese = /^(\d{4}|\d\d)年(\d{1,2})月(\d{1,2})[日号]?$/.exec(text)
  if (chinese) return numbers(chinese[1], chinese[2], chinese[3])
  const compact = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(text)
  if (compact) return numbers(compact[1], compact[2], compact[3])
  const [, first, , second, third] = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)$/.exec(text) ?? []
  if (first === undefined) return null
  if (convention === 'dmy') return numbers(third, second, first)
  if (convention === 'mdy') return numbers(third, first, second)
  return convention === 'ymd' && third!.length === 2 && first.length === 2
    ? numbers(first, second, third)
    : null
}

/** `5 Mar 2026`, `05-Mar-26`, `March 5, 2026`, `2026-Mar-05`: a month by its name leaves nothing open. */
function byName(text: string): Parts | null {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[ -/]*([a-z]{3,9})\.?,?[ -/]*(\d{4}|\d\d)$/i.exec(text)
  if (dayFirst) return withMonth(dayFirst[3], dayFirst[2], dayFirst[1])
  const monthFirst = /^([a-z]{3,9})\.? ?(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(text)
  if (monthFirst) return withMonth(monthFirst[3], monthFirst[1], monthFirst[2])
  const yearFirst = /^(\d{4})[ -/]([a-z]{3,9})[ -/](\d{1,2})$/i.exec(text)
  return yearFirst && withMonth(yearFirst[1], yearFirst[2], yearFirst[3])
}

function withMonth(
  year: string | undefined,
  name: string | undefined,
  day: string | undefined,
): Parts | null {
  const word = name!.toLowerCase().replace(/^sept$/, 'sep')
  const at = months.findIndex((month) => month.startsWith(word))
  return at < 0 ? null : [fullYear(year!), at + 1, Number(day)]
}

const numbers = (year = '', month = '', day = ''): Parts => [fullYear(year), Number(month), Number(day)]

const fullYear = (digits: string): number =>
  digits.length > 2 ? Number(digits) : Number(digits) + (Number(digits) < 50 ? 2000 : 1900)

function dayOf(year: number, month: number, day: number): string | null {
  if (year < 1000) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : null
}
