import { cleanCell, cleanHeader } from './statementCells.ts'
import { statementLayouts, type ColumnMeaning, type StatementLayout } from './statementLayouts.ts'

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

export type Columns = ReadonlyMap<ColumnMeaning, readonly number[]>

export function placeColumns(layout: StatementLayout, head: readonly string[]): Columns {
  const columns = new Map<ColumnMeaning, number[]>()
  for (const [meaning, names] of Object.entries(layout.headers) as [ColumnMeaning, readonly string[]][]) {
    const at = names.map((name) => head.indexOf(cleanHeader(name))).filter((index) => index >= 0)
    if (at.length > 0) columns.set(meaning, meaning === 'memo' ? at : at.slice(0, 1))
  }
  return columns
}

export const cellOf = (cells: readonly string[], columns: Columns, meaning: ColumnMeaning): string =>
  (columns.get(meaning) ?? [])
    .map((at) => cleanCell(cells[at]))
    .filter(Boolean)
    .join(' ')

export const nameOf = (layout: StatementLayout, meaning: ColumnMeaning): string =>
  layout.headers[meaning]?.[0] ?? meaning
