import { Decimal } from 'decimal.js'
import { decimalText } from './cellText.ts'

/**
 * How the number of a cell is to be read: its style decides, the stored value is a bare number in either
 * case.
 */
export type NumberStyle = 'number' | 'percent' | 'date' | 'elapsed'

/**
 * Number formats every reader must know by their number; ECMA-376 part 1, 18.8.30, the Chinese ones included.
 */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58)

/**
 * A date in a workbook is a number with a date's format, so only the format tells them apart. `code` is the
 * custom format, `undefined` for a built-in `id`.
 */
export function styleOfFormat(id: number, code: string | undefined): NumberStyle {
  if (code === undefined)
    return id === 9 || id === 10 ? 'percent' : id === 46 ? 'elapsed' : isBuiltInDate(id) ? 'date' : 'number'
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';')[0] ?? ''
  if (/\[(h+|m+|s+)\]/i.test(bare)) return 'elapsed'
  if (bare.includes('%')) return 'percent'
  return /[ymdhs]/i.test(bare.replace(/\[[^\]]*\]/g, '').replace(/general/i, '')) ? 'date' : 'number'
}

/** The text of a stored number. Percentages come as they are seen, with their sign: 0.15 is `15%`. */
export function numberText(stored: string, style: NumberStyle, from1904: boolean): string {
  const serial = Number(stored)
  if (style === 'percent' && Number.isFinite(serial))
    return `${decimalText(new Decimal(decimalText(stored)).times(100).toFixed())}%`
  if (
    style === 'number' ||
    style === 'percent' ||
    !Number.isFinite(serial) ||
    serial < 0 ||
    serial >= 2_958_466
  )
    return decimalText(stored)
  if (style === 'elapsed') return clock(Math.round(serial * 86_400_000))
  return dateText(serial, from1904)
}

/**
 * A spreadsheet counts days from 1899-12-30 (or 1904-01-01) and believes that 1900 was a leap year, so the
 * days before 1 March 1900 are one off. No zone is meant: what is seen in the cell is what comes out.
 */
function dateText(serial: number, from1904: boolean): string {
  const milliseconds = Math.round(serial * 86_400_000)
  const days = Math.floor(milliseconds / 86_400_000)
  const time = clock(milliseconds % 86_400_000)
  if (days === 0 && !from1904) return time
  if (days === 60 && !from1904) return '1900-02-29'
  const offset = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  const date = new Date(offset + days * 86_400_000).toISOString().slice(0, 10)
  return time === '00:00:00' ? date : `${date}T${time}`
}

function clock(milliseconds: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  const rest = milliseconds % 1000
  const fraction = rest ? `.${String(rest).padStart(3, '0')}` : ''
  return `${two(milliseconds / 3_600_000)}:${two((milliseconds / 60_000) % 60)}:${two((milliseconds / 1000) % 60)}${fraction}`
}

/** Characters that XML cannot carry are written _xHHHH_ in a workbook; ECMA-376 part 1, 22.9.2.19. */
export function unescapeText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text
}

/**
 * The reverse of `unescapeText`; half a surrogate pair is escaped, too, for one such character makes a
 * workbook that Excel refuses to open.
 */
export function escapeText(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
}
