import iconv from 'iconv-lite'

/** One movement of an export as its bank means it: the day and the signed amount, money in positive. */
export interface Movement {
  readonly date: string
  readonly amount: string
}

/** A bank's or a wallet's export made for a test, with what it says. */
export interface TestExport {
  readonly layout: string
  readonly file: Buffer
  /** The cells of the file. */
  readonly cells: string[][]
  readonly movements: readonly Movement[]
  /** Rows below the header that move no money. */
  readonly idle: number
}

export const moved = (date: string, amount: string): Movement => ({ date, amount })
const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export function write(
  layout: string,
  rows: readonly (readonly string[])[],
  movements: readonly Movement[],
  { idle = 0, encoding = 'utf8' } = {},
): TestExport {
  const text = rows.map((row) => row.map(quoted).join(',')).join('\r\n')
  return {
    layout,
    file: iconv.encode(`${text}\r\n`, encoding),
    cells: rows.map((row) => [...row]),
    movements,
    idle,
  }
}
