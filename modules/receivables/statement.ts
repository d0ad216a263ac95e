import { Decimal } from 'decimal.js'
import {
  conventionLabels,
  namesTotal,
  readCurrency,
  refuse,
  sayReadings,
  type Label,
} from '../../model/index.ts'
import { cleanCell, cleanHeader, findConventions, isDay, readAmount, readDate } from './statementCells.ts'
import type { StatedConventions, StatementConventions, StatementMonth } from './statementCells.ts'
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
  /**
   * Rows below the header that are no movement of money, with the reason: every row of the file is accounted
   * for.
   */
  readonly skipped: readonly { readonly row: number; readonly reason: Label }[]
}

/** What whoever imports says about the file. */
export interface Stated extends StatedConventions {
  /** The amounts carry their signs, though none of them is negative. */
  readonly signed?: boolean | undefined
}

export interface FoundLayout {
  readonly layout: StatementLayout
  /** Index of the header row, from 0. */
  readonly header_row: number
}

const HEADER_ROWS_MAX = 60
/** More than any layout has columns: puts a layout behind all others. */
const leastHits = 1000

/** The layout whose headers fit best, or null. Layouts of the company come before the shipped ones. */
export function detectLayout(
  rows: readonly (readonly string[])[],
  layouts: readonly StatementLayout[] = statementLayouts,
): FoundLayout | null {
  let best: (FoundLayout & { hits: number }) | null = null
  for (let at = 0; at < Math.min(rows.length, HEADER_ROWS_MAX); at++) {
    const cells = rows[at]!.map(cleanHeader)
    for (const layout of layouts) {
      const columns = placeColumns(layout, cells)
      if (!layout.required.every((meaning) => columns.has(meaning))) continue
      // A lone column of amounts with signs is what is left when nothing says more.
      const hits =
        [...columns.values()].flat().length -
        (layout.sign.by === 'signed' && layout.sign.proven ? leastHits : 0)
      if (!best || hits > best.hits) best = { layout, header_row: at, hits }
    }
  }
  return best && { layout: best.layout, header_row: best.header_row }
}

/**
 * Lines of a bank or wallet export, already cut into cells. No row is lost: it becomes a line, a fault or is
 * skipped with a reason (totals, blank rows, closed trades).
 *
 * @throws refuse('statement_layout_unknown') when no layout fits, refuse('convention_unclear') when its
 * amounts or days may be read in two
 * ways, refuse('statement_sign_unclear') when nothing says which amounts came in and which went out
 */
export function readStatement(
  rows: readonly (readonly string[])[],
  options: { layouts?: readonly StatementLayout[]; stated?: Stated } = {},
): Statement {
  const found = detectLayout(rows, options.layouts)
  if (!found) {
    throw refuse('statement_layout_unknown', {
      zh: '认不出这份对账单的版式，请先保存一个列对应关系',
      en: 'No layout fits this statement: save a mapping of its columns first',
    })
  }
  const { layout, header_row } = found
  const head = rows[header_row]!.map(cleanHeader)
  const columns = placeColumns(layout, head)
  const month = layout.month_above ? findMonth(rows.slice(0, header_row)) : null
  const stated = {
    decimal: options.stated?.decimal ?? layout.decimal,
    date_order: options.stated?.date_order ?? layout.date_order,
  }
  const conventions = conventionsOf(rows, { layout, columns, header_row, stated })
  const reader: RowReader = { layout, columns, month, conventions }
  if (layout.sign.by === 'signed' && layout.sign.proven && !options.stated?.signed)
    requireSign(rows.slice(header_row + 1), reader)
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
 * Identity of a line, so that a file imported twice, or two files that overlap, add nothing, while two
 * payments that are truly equal both stay: `ordinal` numbers equal lines. Unique within one bank account.
 * SHA-256, hex.
 */
export async function lineFingerprint(
  line: Omit<StatementLine, 'row' | 'ordinal'>,
  ordinal: number,
): Promise<string> {
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(`${describeLine(line)}\u001f${ordinal}`),
  )
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const describeLine = (line: Omit<StatementLine, 'row' | 'ordinal'>): string =>
  [
    line.account ?? '',
    line.date,
    line.amount,
    line.currency,
    line.counterparty,
    line.counterparty_account ?? '',
    line.memo,
    line.balance ?? '',
    line.reference ?? '',
  ].join('\u001f')

type Columns = ReadonlyMap<ColumnMeaning, readonly number[]>

interface RowReader {
  readonly layout: StatementLayout
  readonly columns: Columns
  readonly month: StatementMonth | null
  readonly conventions: StatementConventions
}

const amountMeanings: readonly ColumnMeaning[] = ['amount', 'amount_in', 'amount_out', 'balance']

interface Table {
  readonly layout: StatementLayout
  readonly columns: Columns
  readonly header_row: number
  readonly stated: StatedConventions
}

/**
 * A bank's program writes all amounts alike, so they prove together how; what they leave open is asked, never
 * guessed.
 */
function conventionsOf(
  rows: readonly (readonly string[])[],
  { layout, columns, header_row, stated }: Table,
): StatementConventions {
  const below = rows.slice(header_row + 1).map((cells, at) => ({ row: header_row + at + 2, cells }))
  const cellsIn = (meanings: readonly ColumnMeaning[]) =>
    below.flatMap(({ row, cells }) =>
      meanings.map((one) => [row, cellOf(cells, columns, one)] as const).filter(([, text]) => text !== ''),
    )
  const found = findConventions(
    {
      amounts: cellsIn(amountMeanings),
      days: cellsIn(['date', 'date_fallback']).filter(([, text]) => isDay(text)),
    },
    stated,
  )
  for (const [kind, verdict, column] of [
    ['decimal', found.decimal, nameOf(layout, columns.has('amount') ? 'amount' : 'amount_in')],
    ['date_order', found.day, nameOf(layout, 'date')],
  ] as const) {
    if (verdict.standing !== 'unclear') continue
    const { row, text, readings } = verdict.examples[0]!
    const choices = readings.map((one) => one.convention)
    const both = sayReadings(readings)
    throw refuse(
      'convention_unclear',
      {
        zh: `第${row}行“${column}”的“${text}”有几种读法：${both.zh}。请说明这份对账单的写法`,
        en: `Row ${row}, ${column}: "${text}" may be ${both.en}. Say how this statement is written`,
      },
      {
        field: kind,
        data: {
          column,
          examples: verdict.examples,
          choices: choices.map((value) => ({ value, label: conventionLabels[value] })),
        },
      },
    )
  }
  return found
}

/**
 * One column of amounts without any minus says nothing of what went out: read as receipts it could double the
 * money.
 */
function requireSign(
  below: readonly (readonly string[])[],
  { columns, conventions, layout }: RowReader,
): void {
  const read = below.map((cells) => readAmount(cellOf(cells, columns, 'amount'), conventions))
  if (read.some((one) => typeof one === 'object' && 'amount' in one && one.amount.startsWith('-'))) return
  const column = nameOf(layout, 'amount')
  throw refuse(
    'statement_sign_unclear',
    {
      zh: `“${column}”列没有负数，也没有收支标志，看不出哪些是收入、哪些是支出：如果全部是收入，请确认后再导入`,
      en: `Nothing in "${column}" is negative and no column says in or out: if all of it came in, confirm that and import again`,
    },
    { field: 'signed', data: { column } },
  )
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
  (columns.get(meaning) ?? [])
    .map((at) => cleanCell(cells[at]))
    .filter(Boolean)
    .join(' ')

/** Rows of a statement that carry sums and balances over, beside the totals of any table. */
const TOTALS =
  /^(?:[人民美欧港]?[民元币]{0,2})?(?:合计|总计|小计|本页|本月|承前页|过次页|期初|期末|上页|total|subtotal|opening|closing)/i

function reasonToSkip(
  cells: readonly string[],
  head: readonly string[],
  { layout, columns }: RowReader,
): Label | null {
  const filled = cells.map(cleanCell).filter(Boolean)
  if (filled.length === 0) return { zh: '空行', en: 'Blank row' }
  if (/^[-=_—*]{3,}/.test(filled[0]!)) return { zh: '分隔线', en: 'Ruling' }
  const dated = isDay(cellOf(cells, columns, 'date') || cellOf(cells, columns, 'date_fallback'))
  if (!dated && (namesTotal(filled[0]!) || TOTALS.test(filled[0]!)))
    return { zh: '合计行', en: 'Row of totals' }
  if (!dated && filled.length === 1) return { zh: '说明文字', en: 'Note' }
  if (cells.map(cleanHeader).filter(Boolean).join() === head.filter(Boolean).join())
    return { zh: '重复的表头', en: 'Header repeated' }
  const says = (rule: { column: ColumnMeaning; is: readonly string[] }) =>
    rule.is.includes(cellOf(cells, columns, rule.column))
  return layout.skip?.find((rule) => says(rule) && (!rule.and || says(rule.and)))?.reason ?? null
}

function readRow(cells: readonly string[], reader: RowReader): Unnumbered | Fault {
  const { layout, columns, month, conventions } = reader
  const text = (meaning: ColumnMeaning) => cellOf(cells, columns, meaning)
  const day = readDate(text('date') || text('date_fallback'), conventions, month)
  if ('wrong' in day) return { column: nameOf(layout, 'date'), sentence: day.wrong }
  const { date } = day
  const amount = readFlow(text, layout, conventions)
  if (typeof amount !== 'string') return amount
  const { counterparty, counterparty_account } = splitParty(
    text('counterparty'),
    text('counterparty_account'),
    layout,
  )
  const balance = columns.has('balance') ? readAmount(text('balance'), conventions) : undefined
  const currencyText = text('currency')
  const currency = currencyText ? readCurrency(currencyText) : layout.currency
  if (!currency)
    return {
      column: nameOf(layout, 'currency'),
      sentence: { zh: `币种无法识别：${currencyText}`, en: `Not a currency: ${currencyText}` },
    }
  return {
    date,
    amount,
    currency,
    counterparty,
    memo: text('memo') || text('kind'),
    ...(counterparty_account ? { counterparty_account } : {}),
    ...(balance === undefined
      ? {}
      : { balance: typeof balance === 'object' && 'amount' in balance ? balance.amount : null }),
    ...(text('reference') ? { reference: text('reference') } : {}),
    ...(text('account') ? { account: text('account') } : {}),
  }
}

function readFlow(
  text: (meaning: ColumnMeaning) => string,
  layout: StatementLayout,
  conventions: StatementConventions,
): string | Fault {
  const { sign } = layout
  const read = (meaning: ColumnMeaning) => readAmount(text(meaning), conventions)
  if (sign.by === 'columns') {
    const [income, expense] = [read('amount_in'), read('amount_out')]
    for (const [meaning, cell] of [
      ['amount_in', income],
      ['amount_out', expense],
    ] as const)
      if (typeof cell === 'object' && 'wrong' in cell)
        return { column: nameOf(layout, meaning), sentence: cell.wrong }
    const moved = (cell: typeof income) =>
      typeof cell === 'object' && 'amount' in cell && !new Decimal(cell.amount).isZero() ? cell.amount : null
    const [inflow, outflow] = [moved(income), moved(expense)]
    if (inflow && !outflow && expense !== 'masked') return inflow
    if (outflow && !inflow && income !== 'masked') return negate(outflow)
    return {
      column: nameOf(layout, inflow || !outflow ? 'amount_in' : 'amount_out'),
      sentence: {
        zh: '收入和支出应当有且只有一个金额',
        en: 'Exactly one of money in and money out must hold an amount',
      },
    }
  }
  const cell = read('amount')
  if (typeof cell === 'object' && 'wrong' in cell)
    return { column: nameOf(layout, 'amount'), sentence: cell.wrong }
  if (typeof cell !== 'object')
    return {
      column: nameOf(layout, 'amount'),
      sentence: {
        zh: `金额无法识别：${text('amount') || '空'}`,
        en: `Not an amount: ${text('amount') || 'empty'}`,
      },
    }
  if (sign.by === 'signed') return sign.inverted ? negate(cell.amount) : cell.amount
  const direction = text('direction')
  const flow = sign.in.includes(direction)
    ? 'in'
    : sign.out.includes(direction)
      ? 'out'
      : sign.neutral?.find((rule) => text(rule.column).includes(rule.has))?.flow
  if (flow) return flow === 'in' ? cell.amount : negate(cell.amount)
  return {
    column: nameOf(layout, 'direction'),
    sentence: {
      zh: `看不出是收入还是支出：${direction || '空'}`,
      en: `Neither money in nor money out: ${direction || 'empty'}`,
    },
  }
}

/** The same number of decimals, the other sign; nought has none. */
function negate(amount: string): string {
  const value = new Decimal(amount)
  return value.isZero() ? amount.replace('-', '') : value.negated().toFixed(amount.split('.')[1]?.length ?? 0)
}

function splitParty(
  name: string,
  account: string,
  layout: StatementLayout,
): { counterparty: string; counterparty_account: string } {
  const glued = layout.account_in_name && !account ? /^(.*?)\s*(\d{9,})$/.exec(name) : null
  return glued
    ? { counterparty: glued[1]!, counterparty_account: glued[2]! }
    : { counterparty: name, counterparty_account: account }
}

const nameOf = (layout: StatementLayout, meaning: ColumnMeaning): string =>
  layout.headers[meaning]?.[0] ?? meaning

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
