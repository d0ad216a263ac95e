import { Decimal } from 'decimal.js'

/** Trims tabs, spaces and the marks spreadsheets use to keep a number as text; a lone slash or dash is empty. */
export function cleanCell(cell: string | undefined): string {
  const text = (cell ?? '').replace(/^\uFEFF/, '').replace(/[\s\u00a0\u3000]+/g, ' ').trim().replace(/^="?(.*?)"?$/, '$1').replace(/^['‘]/, '').trim()
  return /^[/\-—–]$/.test(text) ? '' : text
}

/** Header texts are compared without spaces, widths and the unit: 金额（元） and 金额 (元) are one. */
export const cleanHeader = (cell: string | undefined): string => cleanCell(cell).normalize('NFKC').replace(/\s+/g, '').toLowerCase()

export type CellAmount = { readonly amount: string } | 'empty' | 'masked' | 'unreadable'

/**
 * A money cell as a plain decimal string with at least two decimals. Masked figures ("xx,yyyy.zz", "****") are told
 * from unreadable ones, as banks mask balances on purpose.
 */
export function readAmount(cell: string): CellAmount {
  const text = cell.normalize('NFKC').replace(/[\s,¥￥'"]|CNY|RMB|元|人民币/gi, '')
  if (text === '') return 'empty'
  if (/^[x*yz.#]+$/i.test(text)) return 'masked'
  const match = /^(\()?([+-])?(\d+(?:\.\d*)?|\.\d+)(-)?(\))?(?:\([A-Z]{2}\))?$/.exec(text.replace(/[−–—]/g, '-'))
  if (!match || Boolean(match[1]) !== Boolean(match[5])) return 'unreadable'
  const value = new Decimal(match[3]!).times(match[1] || match[2] === '-' || match[4] ? -1 : 1)
  return { amount: value.toFixed(Math.max(2, value.decimalPlaces())) }
}

export interface StatementMonth {
  readonly year: number
  readonly month: number
}

/**
 * A date cell as YYYY-MM-DD, or null. Month and day alone take the year of the statement; a month after the
 * statement's own belongs to the year before. Spreadsheet day numbers count from 1899-12-30.
 */
export function readDate(cell: string, statement: StatementMonth | null): string | null {
  const text = cell.normalize('NFKC').trim()
  const full = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?!\d)/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})(?:\d{6})?$/.exec(text)
  if (full) return compose(Number(full[1]), Number(full[2]), Number(full[3]))
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(text)
  if (short && statement) {
    const month = Number(short[1])
    return compose(month > statement.month ? statement.year - 1 : statement.year, month, Number(short[2]))
  }
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(text)
  if (serial) return new Date(Date.UTC(1899, 11, 30) + Number(serial[1]) * 86_400_000).toISOString().slice(0, 10)
  return null
}

function compose(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (year < 1970 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return date.toISOString().slice(0, 10)
}

const currencies: Readonly<Record<string, string>> = {
  人民币: 'CNY', 人民币元: 'CNY', rmb: 'CNY', 美元: 'USD', 欧元: 'EUR', 港币: 'HKD', 港元: 'HKD', 日元: 'JPY', 英镑: 'GBP', 澳元: 'AUD', 加元: 'CAD', 新加坡元: 'SGD', 瑞士法郎: 'CHF',
}

/** ISO 4217 code of a currency cell; null when it names none. */
export function readCurrency(cell: string): string | null {
  const text = cell.normalize('NFKC').trim()
  return currencies[text.toLowerCase()] ?? (/^[a-z]{3}$/i.test(text) ? text.toUpperCase() : null)
}
