import { describeTable, readTable, type TableFacts, type TableRow } from '../documents/sheets.ts'
import { columnNames } from './columns.ts'

/** The headers of a table: one row, or two of which the upper one groups the lower. */
export interface Header {
  /** First row below the headers is behind this one. */
  readonly last: number
  readonly row: number
  readonly cells: readonly string[]
}

export interface FoundHeader extends TableFacts {
  /** Sheet of a workbook that is read; null in a text. */
  readonly sheet: string | null
  readonly header: Header
}

type Knows = (cells: readonly string[]) => number

/** Rows among which the headers are looked for; a title, a date and an address often stand above them. */
const headRows = 30
/** Sheets of a workbook that are looked into for the table. */
const sheetsMax = 20

/**
 * The sheet and the row of headers that say most. A cover sheet is passed over; of equal sheets the first is
 * taken. `sheet` and `headerRow` are what somebody said about it.
 */
export async function findHeader(
  path: string,
  knows: Knows,
  { sheet, headerRow }: { readonly sheet?: string | undefined; readonly headerRow?: number | undefined },
): Promise<FoundHeader> {
  const facts = await describeTable(path)
  const visible = facts.sheets.filter((one) => !one.hidden)
  const names: readonly (string | null)[] =
    sheet !== undefined
      ? [sheet]
      : facts.sheets.length === 0
        ? [null]
        : (visible.length > 0 ? visible : facts.sheets).slice(0, sheetsMax).map((one) => one.name)
  let best: { sheet: string | null; header: Header; known: number } | undefined
  for (const name of names) {
    const { header, known } = bestHeader(await readHead(path, name), knows, headerRow)
    if (!best || known > best.known) best = { sheet: facts.sheets.length > 0 ? name : null, header, known }
  }
  return { ...facts, sheet: best!.sheet, header: best!.header }
}

async function readHead(path: string, sheet: string | null): Promise<readonly TableRow[]> {
  const head: TableRow[] = []
  for await (const row of readTable(path, sheet === null ? {} : { name: sheet })) {
    head.push(row)
    if (head.length === headRows) break
  }
  return head
}

function bestHeader(
  head: readonly TableRow[],
  knows: Knows,
  told: number | undefined,
): { header: Header; known: number } {
  const candidates = head.filter(({ row }) => told === undefined || row === told)
  let best: { header: Header; known: number } | undefined
  for (const { row, cells } of candidates) {
    const known = knows(cells)
    if (!best || known > best.known) best = { header: { row, last: row, cells }, known }
  }
  // Two rows are the headers only where together they say more than any row alone.
  for (const upper of candidates) {
    const lower = head.find(({ row }) => row === upper.row + 1)
    const both = lower && joinHeaders(upper, lower, knows)
    if (both && knows(both) > best!.known)
      best = { header: { row: upper.row, last: lower.row, cells: both }, known: knows(both) }
  }
  // Where no header is known, a lone title above the table is none.
  if (best && best.known === 0 && told === undefined) {
    const wide =
      head.slice(0, 5).find(({ cells }) => cells.filter((cell) => cell.trim()).length > 1) ?? head[0]!
    best = { header: { row: wide.row, last: wide.row, cells: wide.cells }, known: 0 }
  }
  return best ?? { header: { row: told ?? 1, last: told ?? 1, cells: [] }, known: 0 }
}

/**
 * Two rows of headers as one: 联系方式 over 电话 and 网站. Null when the lower row may be data: figures, or a word
 * under a header that is known by itself.
 */
function joinHeaders(upper: TableRow, lower: TableRow, knows: Knows): readonly string[] | null {
  const width = Math.max(upper.cells.length, lower.cells.length)
  let group = ''
  const groups: string[] = []
  const joined: string[] = []
  for (let at = 0; at < width; at++) {
    const [above, below] = [(upper.cells[at] ?? '').trim(), (lower.cells[at] ?? '').trim()]
    if (above) group = above
    if (/\d/.test(below) || (above && below && above !== below && knows([above]) > 0 && knows([below]) === 0))
      return null
    groups.push(below ? group : '')
    joined.push(below || above)
  }
  const names = columnNames(joined)
  return joined.map((name, at) =>
    names[at] === name || !groups[at] || groups[at] === name ? name : `${groups[at]} ${name}`,
  )
}
