import { kindOf, refuse } from '../../model/index.ts'
import { readTable, type TableRow } from '../documents/sheets.ts'
import type { FoundHeader, Header } from './header.ts'
import type { Plan } from './plan.ts'
import { cellIn } from './prepareRow.ts'
import type { ColumnConvention } from './readColumn.ts'
import { judgeRows } from './rowShape.ts'

/** How a column of the sheet is written, with what it fills. */
export interface NamedConvention extends ColumnConvention {
  readonly column: string
  readonly field: string
}

/** The rows below the headers. */
export async function* rowsBelow(path: string, { sheet, header }: FoundHeader): AsyncGenerator<TableRow> {
  for await (const row of readTable(path, sheet === null ? {} : { name: sheet }))
    if (row.row > header.last) yield row
}

/** The number of columns that hold anything, whether they have a header or not. */
export async function widthOf(rows: AsyncIterable<TableRow>): Promise<number> {
  let width = 0
  for await (const { cells } of rows)
    for (let at = cells.length; at > width; at--) if ((cells[at - 1] ?? '').trim() !== '') width = at
  return width
}

/** The first pass: every value of a column of numbers or days says something of how the column is written. */
export async function gatherEvidence(
  plan: Plan,
  header: Header,
  knows: (cells: readonly string[]) => number,
  rows: AsyncIterable<TableRow>,
): Promise<void> {
  const written = plan.filled.filter(({ def }) => kindOf(def).written)
  if (written.length === 0) return
  // What is no data, a second table below perhaps, proves nothing.
  const judge = judgeRows(plan, header, knows)
  for await (const row of rows)
    for (const at of judge(row).is === 'data' ? written : []) {
      const cell = cellIn(plan, at, row)
      if (cell && !cell.merged) at.reader.note(cell, row.row)
    }
}

/** Columns whose values depend on how they are written: what was said, proven, or is to be asked. */
export const conventionsOf = (plan: Plan): readonly NamedConvention[] =>
  plan.filled.flatMap(({ column, field, reader }) => {
    const found = reader.convention()
    return found && found.standing !== 'plain' ? [{ column, field, ...found }] : []
  })

/** A file in which there is nothing to import is told, not answered with nought rows. */
export function nothingFound({ sheet, sheets }: FoundHeader) {
  const others = sheets.filter((one) => one.name !== sheet).map((one) => one.name)
  const [zh, en] =
    others.length > 0
      ? [`；其他工作表：${others.join('、')}`, `; other sheets: ${others.join(', ')}`]
      : ['', '']
  return refuse(
    'sheet_empty',
    {
      zh: `没有找到可导入的表格：既没有认得的表头，也没有数据行${zh}`,
      en: `There is no table to import: no header that is known, and no rows${en}`,
    },
    { status: 422, data: { sheets: sheets.map((one) => one.name) } },
  )
}
