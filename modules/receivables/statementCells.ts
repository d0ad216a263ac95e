import {
  dayColumn,
  gatherColumn,
  isErrorCell,
  numberColumn,
  readDay,
  readIn,
  readNumber,
  sayErrorCell,
  sayUnread,
  type ColumnVerdict,
  type DayConvention,
  type Label,
  type NumberConvention,
} from '../../model/index.ts'

/**
 * Trims tabs, spaces and the marks spreadsheets use to keep a number as text; a lone slash or dash is empty.
 */
export function cleanCell(cell: string | undefined): string {
  const text = (cell ?? '')
    .replace(/^\uFEFF/, '')
    .replace(/[\s\u00a0\u3000]+/g, ' ')
    .trim()
    .replace(/^="?(.*?)"?$/, '$1')
    .replace(/^['‘]/, '')
    .trim()
  return /^[/\-—–]$/.test(text) ? '' : text
}

/** Header texts are compared without spaces, widths and the unit: 金额（元） and 金额 (元) are one. */
export const cleanHeader = (cell: string | undefined): string =>
  cleanCell(cell).normalize('NFKC').replace(/\s+/g, '').toLowerCase()

/**
 * How a bank's program writes its amounts and days: all amounts of a statement alike, whatever their column.
 */
export interface StatementConventions {
  readonly decimal: Pick<ColumnVerdict<NumberConvention>, 'standing' | 'convention' | 'examples'>
  readonly day: Pick<ColumnVerdict<DayConvention>, 'standing' | 'convention' | 'examples'>
}

/** What somebody said about a statement, or saved with its layout. */
export interface StatedConventions {
  readonly decimal?: '.' | ',' | undefined
  readonly date_order?: DayConvention | undefined
}

const amounts = numberColumn({ places: 2 })

/** The conventions of a statement from all its amounts and all its days, as in any other sheet. */
export function findConventions(
  cells: {
    readonly amounts: Iterable<readonly [row: number, text: string]>
    readonly days: Iterable<readonly [row: number, text: string]>
  },
  stated: StatedConventions = {},
): StatementConventions {
  const [number, day] = [gatherColumn(amounts), gatherColumn(dayColumn)]
  for (const [row, text] of cells.amounts) number.note(bare(text), row)
  for (const [row, text] of cells.days) day.note(text, row)
  return {
    decimal: stated.decimal
      ? { ...number.verdict(), standing: 'stated', convention: stated.decimal }
      : number.verdict(),
    day: stated.date_order
      ? { ...day.verdict(), standing: 'stated', convention: stated.date_order }
      : day.verdict(),
  }
}

export type CellAmount =
  | { readonly amount: string }
  | 'empty'
  | 'masked'
  | { readonly wrong: Required<Label>; readonly code: string }

/** Some banks write DR or CR in parentheses behind an amount, which the sign says already. */
const bare = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replace(/\([A-Z]{2}\)$/, '')
    .trim()

/**
 * A money cell as a plain decimal string with at least two decimals. Masked figures ("xx,yyyy.zz", "****")
 * are told from unreadable ones, as banks mask balances on purpose.
 */
export function readAmount(cell: string, { decimal }: StatementConventions): CellAmount {
  const text = bare(cell)
  const figure = text.replace(/[\s,¥'"]|CNY|RMB|元|人民币/gi, '')
  if (figure === '') return 'empty'
  if (/^[x*yz.#]+$/i.test(figure)) return 'masked'
  if (isErrorCell(text)) return { wrong: sayErrorCell(text).sentence, code: 'cell_error' }
  const read = readIn(amounts, decimal, text)
  if ('wrong' in read || readNumber(text, decimal.convention ?? '.')?.percent) {
    const { sentence, code } = sayUnread(
      'wrong' in read ? read : { wrong: 'unreadable', readings: [] },
      text,
      'number',
    )
    return { wrong: sentence, code }
  }
  const [whole = '', fraction = ''] = read.value.split('.')
  const kept = fraction.replace(/0+$/, '').padEnd(2, '0')
  return { amount: `${/^-0+$/.test(whole) && /^0+$/.test(kept) ? whole.slice(1) : whole}.${kept}` }
}

export interface StatementMonth {
  readonly year: number
  readonly month: number
}

/**
 * A date cell as YYYY-MM-DD. Month and day alone take the year of the statement; a month after the
 * statement's own belongs to the year before.
 */
export function readDate(
  cell: string,
  { day }: StatementConventions,
  statement: StatementMonth | null,
): { readonly date: string } | { readonly wrong: Required<Label>; readonly code: string } {
  const text = cell.normalize('NFKC').trim()
  const short = statement && /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(text)
  if (short) {
    const month = Number(short[1])
    const found = readDay(
      `${month > statement.month ? statement.year - 1 : statement.year}-${month}-${short[2]}`,
      'ymd',
    )
    if (found) return { date: found.date }
  }
  const read = readIn(dayColumn, day, text)
  if ('wrong' in read) {
    const { sentence, code } = sayUnread(read, text, 'day')
    return { wrong: sentence, code }
  }
  return { date: read.value.slice(0, 10) }
}

/** Whether a cell can be a day at all, in whatever order. */
export const isDay = (cell: string): boolean =>
  dayColumn.readings(cell).length > 0 || /^(\d{1,2})[-/.月](\d{1,2})日?$/.test(cell.normalize('NFKC').trim())
