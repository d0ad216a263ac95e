import { Decimal } from 'decimal.js'
import { namesTotal, readCurrency, type Label } from '../../model/index.ts'
import {
  cleanCell,
  cleanHeader,
  isDay,
  readAmount,
  readDate,
  type StatementConventions,
} from './statementCells.ts'
import type { ColumnMeaning, StatementLayout } from './statementLayouts.ts'
import type { StatementLine } from './statement.ts'
import type { RowReader } from './statementConventions.ts'
import { cellOf, nameOf } from './statementColumns.ts'

type Unnumbered = Omit<StatementLine, 'row' | 'ordinal'>
type Fault = { readonly column: string; readonly sentence: Label }

/** Rows of a statement that carry sums and balances over, beside the totals of any table. */
const TOTALS =
  /^(?:[人民美欧港]?[民元币]{0,2})?(?:合计|总计|小计|本页|本月|承前页|过次页|期初|期末|上页|total|subtotal|opening|closing)/i

export function reasonToSkip(
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

export function readRow(cells: readonly string[], reader: RowReader): Unnumbered | Fault {
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
