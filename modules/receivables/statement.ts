import { Decimal } from 'decimal.js'
import { refuse } from '../../model/refuse.ts'
import type { Label } from '../../model/refuse.ts'
import { cleanCell, cleanHeader, readAmount, readCurrency, readDate } from './statementCells.ts'
import type { StatementMonth } from './statementCells.ts'
import { statementLayouts } from './statementLayouts.ts'
import type { ColumnMeaning, StatementLayout } from './statementLayouts.ts'

export interface StatementLine {
  /** YYYY-MM-DD. */
  readonly date: string
  /** Signed decimal string: money in is positive. */
  readonly amount: string
  /** ISO 4217. */
  readonly currency: string
  readonly counterparty: string
  readonly counterparty_account?: string
  readonly memo: string
  /** Null where the bank masks it. */
  readonly balance?: string | null
  readonly reference?: string
  readonly account?: string
  /** Row of the file, from 1. */
  readonly row: number
  /** How many equal lines stand before it in the file; for the fingerprint. */
  readonly ordinal: number
}

export interface Statement {
  readonly layout: string
  readonly account?: string
  readonly lines: readonly StatementLine[]
  readonly faults: readonly { readonly row: number; readonly column: string; readonly sentence: Label }[]
  /** Rows below the header that are no movement of money, with the reason: every row of the file is accounted for. */
  readonly skipped: readonly { readonly row: number; readonly reason: Label }[]
}

export interface FoundLayout {
  readonly layout: StatementLayout
  /** Index of the header row, from 0. */
  readonly header_row: number
}

const HEADER_ROWS_MAX = 60

/** The layout whose headers fit best, or null. Layouts of the company come before the shipped ones. */
export function detectLayout(rows: readonly (readonly string[])[], layouts: readonly StatementLayout[] = statementLayouts): FoundLayout | null {
  let best: (FoundLayout & { hits: number }) | null = null
  for (let at = 0; at < Math.min(rows.length, HEADER_ROWS_MAX); at++) {
    const cells = rows[at]!.map(cleanHeader)
    for (const layout of layouts) {
      const columns = placeColumns(layout, cells)
      if (!layout.required.every((meaning) => columns.has(meaning))) continue
      const hits = [...columns.values()].flat().length
      if (!best || hits > best.hits) best = { layout, header_row: at, hits }
    }
  }
  return best && { layout: best.layout, header_row: best.header_row }
}

/**
 * Lines of a bank or wallet export, already cut into cells. No row is lost: it becomes a line, a fault or is skipped
 * with a reason (totals, blank rows, closed trades).
 *
 * @throws refuse('statement_layout_unknown') when no layout fits
 */
export function readStatement(rows: readonly (readonly string[])[], options: { layouts?: readonly StatementLayout[] } = {}): Statement {
  const found = detectLayout(rows, options.layouts)
  if (!found) {
    throw refuse('statement_layout_unknown', {
      zh: '认不出这份对账单的版式，请先保存一个列对应关系', en: 'No layout fits this statement: save a mapping of its columns first',
    })
  }
  const { layout, header_row } = found
  const head = rows[header_row]!.map(cleanHeader)
  const reader: RowReader = { layout, columns: placeColumns(layout, head), month: layout.month_above ? findMonth(rows.slice(0, header_row)) : null }
  const account = findAccount(rows.slice(0, header_row), layout)
  const lines: StatementLine[] = []
  const faults: Statement['faults'][number][] = []
  const skipped: Statement['skipped'][number][] = []
  const repeats = new Map<string, number>()
  rows.slice(header_row + 1).forEach((cells, index) => {
    const row = header_row + index + 2
    const reason = reasonToSkip(cells, head, reader)
    if (reason) return void skipped.push({ row, reason })
    const read = readRow(cells, reader)
    if ('sentence' in read) return void faults.push({ row, ...read })
    const same = describeLine(read)
    const ordinal = repeats.get(same) ?? 0
    repeats.set(same, ordinal + 1)
    lines.push({ ...read, row, ordinal })
  })
  return { layout: layout.name, ...(account ? { account } : {}), lines, faults, skipped }
}

/**
 * Identity of a line, so that a file imported twice, or two files that overlap, add nothing, while two payments that
 * are truly equal both stay: `ordinal` numbers equal lines. Unique within one bank account. SHA-256, hex.
 */
export async function lineFingerprint(line: Omit<StatementLine, 'row' | 'ordinal'>, ordinal: number): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${describeLine(line)}\u001f${ordinal}`))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const describeLine = (line: Omit<StatementLine, 'row' | 'ordinal'>): string =>
  [line.account ?? '', line.date, line.amount, line.currency, line.counterparty, line.counterparty_account ?? '', line.memo, line.balance ?? '', line.reference ?? ''].join('\u001f')

type Columns = ReadonlyMap<ColumnMeaning, readonly number[]>

interface RowReader {
  readonly layout: StatementLayout
  readonly columns: Columns
  readonly month: StatementMonth | null
}

type Unnumbered = Omit<StatementLine, 'row' | 'ordinal'>
type Fault = { readonly column: string; readonly sentence: Label }

function placeColumns(layout: StatementLayout, head: readonly string[]): Columns {
  const columns = new Map<ColumnMeaning, number[]>()
  for (const [meaning, names] of Object.entries(layout.headers) as [ColumnMeaning, readonly string[]][]) {
    const at = names.map((name) => head.indexOf(cleanHeader(name))).filter((index) => index >= 0)
    if (at.length > 0) columns.set(meaning, meaning === 'memo' ? at : at.slice(0, 1))
  }
  return columns
}

const cellOf = (cells: readonly string[], columns: Columns, meaning: ColumnMeaning): string =>
  (columns.get(meaning) ?? []).map((at) => cleanCell(cells[at])).filter(Boolean).join(' ')

const TOTALS = /^(?:[人民美欧港]?[民元币]{0,2})?(?:合计|总计|小计|本页|本月|承前页|过次页|期初|期末|上页|total|subtotal|opening|closing)/i

function reasonToSkip(cells: readonly string[], head: readonly string[], { layout, columns }: RowReader): Label | null {
  const filled = cells.map(cleanCell).filter(Boolean)
  if (filled.length === 0) return { zh: '空行', en: 'Blank row' }
  if (/^[-=_—*]{3,}/.test(filled[0]!)) return { zh: '分隔线', en: 'Ruling' }
  const dated = readDate(cellOf(cells, columns, 'date') || cellOf(cells, columns, 'date_fallback'), { year: 2000, month: 12 }) !== null
  if (!dated && TOTALS.test(filled[0]!)) return { zh: '合计行', en: 'Row of totals' }
  if (!dated && filled.length === 1) return { zh: '说明文字', en: 'Note' }
  if (cells.map(cleanHeader).filter(Boolean).join() === head.filter(Boolean).join()) return { zh: '重复的表头', en: 'Header repeated' }
  const says = (rule: { column: ColumnMeaning; is: readonly string[] }) => rule.is.includes(cellOf(cells, columns, rule.column))
  return layout.skip?.find((rule) => says(rule) && (!rule.and || says(rule.and)))?.reason ?? null
}

function readRow(cells: readonly string[], reader: RowReader): Unnumbered | Fault {
  const { layout, columns, month } = reader
  const text = (meaning: ColumnMeaning) => cellOf(cells, columns, meaning)
  const dateText = text('date') || text('date_fallback')
  const date = readDate(dateText, month)
  if (!date) return { column: nameOf(layout, 'date'), sentence: { zh: `日期无法识别：${dateText || '空'}`, en: `Not a date: ${dateText || 'empty'}` } }
  const amount = readFlow(text, layout)
  if (typeof amount !== 'string') return amount
  const { counterparty, counterparty_account } = splitParty(text('counterparty'), text('counterparty_account'), layout)
  const balance = columns.has('balance') ? readAmount(text('balance')) : undefined
  const currencyText = text('currency')
  const currency = currencyText ? readCurrency(currencyText) : layout.currency
  if (!currency) return { column: nameOf(layout, 'currency'), sentence: { zh: `币种无法识别：${currencyText}`, en: `Not a currency: ${currencyText}` } }
  return {
    date, amount, currency, counterparty, memo: text('memo') || text('kind'),
    ...(counterparty_account ? { counterparty_account } : {}),
    ...(balance === undefined ? {} : { balance: typeof balance === 'object' ? balance.amount : null }),
    ...(text('reference') ? { reference: text('reference') } : {}),
    ...(text('account') ? { account: text('account') } : {}),
  }
}

function readFlow(text: (meaning: ColumnMeaning) => string, layout: StatementLayout): string | Fault {
  const { sign } = layout
  if (sign.by === 'columns') {
    const [income, expense] = [readAmount(text('amount_in')), readAmount(text('amount_out'))]
    const inflow = typeof income === 'object' && !new Decimal(income.amount).isZero() ? income.amount : null
    const outflow = typeof expense === 'object' && !new Decimal(expense.amount).isZero() ? expense.amount : null
    if (inflow && !outflow && expense !== 'unreadable' && expense !== 'masked') return inflow
    if (outflow && !inflow && income !== 'unreadable' && income !== 'masked') return negate(outflow)
    return { column: nameOf(layout, inflow || !outflow ? 'amount_in' : 'amount_out'), sentence: { zh: '收入和支出应当有且只有一个金额', en: 'Exactly one of money in and money out must hold an amount' } }
  }
  const cell = readAmount(text('amount'))
  if (typeof cell !== 'object') return { column: nameOf(layout, 'amount'), sentence: { zh: `金额无法识别：${text('amount') || '空'}`, en: `Not an amount: ${text('amount') || 'empty'}` } }
  if (sign.by === 'signed') return sign.inverted ? negate(cell.amount) : cell.amount
  const direction = text('direction')
  const flow = sign.in.includes(direction) ? 'in' : sign.out.includes(direction) ? 'out' : sign.neutral?.find((rule) => text(rule.column).includes(rule.has))?.flow
  if (flow) return flow === 'in' ? cell.amount : negate(cell.amount)
  return { column: nameOf(layout, 'direction'), sentence: { zh: `看不出是收入还是支出：${direction || '空'}`, en: `Neither money in nor money out: ${direction || 'empty'}` } }
}

/** The same number of decimals, the other sign; nought has none. */
function negate(amount: string): string {
  const value = new Decimal(amount)
  return value.isZero() ? amount.replace('-', '') : value.negated().toFixed(amount.split('.')[1]?.length ?? 0)
}

function splitParty(name: string, account: string, layout: StatementLayout): { counterparty: string; counterparty_account: string } {
  const glued = layout.account_in_name && !account ? /^(.*?)\s*(\d{9,})$/.exec(name) : null
  return glued ? { counterparty: glued[1]!, counterparty_account: glued[2]! } : { counterparty: name, counterparty_account: account }
}

const nameOf = (layout: StatementLayout, meaning: ColumnMeaning): string => layout.headers[meaning]?.[0] ?? meaning

function findAccount(above: readonly (readonly string[])[], layout: StatementLayout): string | null {
  const cells = above.flat().map(cleanCell)
  for (const word of layout.account_after ?? []) {
    for (const [at, cell] of cells.entries()) {
      const match = new RegExp(`${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*[:：]?\\s*(.*)$`).exec(cell)
      if (match) return (match[1] || cells[at + 1] || '').replace(/^\[(.*)\]$/, '$1') || null
    }
  }
  return null
}

function findMonth(above: readonly (readonly string[])[]): StatementMonth | null {
  const match = /(\d{4})\s*年\s*(\d{1,2})\s*月/.exec(above.flat().join(' '))
  return match ? { year: Number(match[1]), month: Number(match[2]) } : null
}
