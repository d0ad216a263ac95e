import { isTotalRow, type Label } from '../../model/index.ts'
import type { TableRow } from '../documents/sheets.ts'
import { nameColumn } from '../documents/sheetLimits.ts'
import { schemaOf } from '../records/parse.ts'
import type { Header } from './header.ts'
import { cellText, type Filled, type Plan } from './plan.ts'

/** What a row is, before its cells are read: data, none and why, or nothing that can be told for sure. */
export type RowShape =
  | { readonly is: 'data' }
  | { readonly is: 'left_out'; readonly reason: Required<Label> }
  | {
      readonly is: 'faulty'
      readonly code: string
      readonly detail: Required<Label>
      readonly value: string | null
    }

const data = { is: 'data' } as const

/**
 * Judges row after row of a table: totals and repeated headers are left out with a word; a cell too many,
 * quotes not understood and rows that may belong to a second table are faults until somebody says otherwise.
 * A row that was corrected by hand is data.
 */
export function judgeRows(
  plan: Plan,
  header: Header,
  knowsHeader: (cells: readonly string[]) => number,
): (row: TableRow) => RowShape {
  const { options } = plan
  const heads = header.cells.map((cell) => cell.trim()).join('\u001f')
  const readAhead = plan.filled.filter((at) => isTyped(at))
  let previous = header.last
  let second: number | null = null
  return ({ row, cells, fault }) => {
    const gap = row > previous + 1 && previous > header.last
    previous = row
    if (options.corrections?.[row]) return data
    if (fault) return { is: 'faulty', code: 'quote_unclear', detail: fault, value: null }
    if (cells.map((cell) => cell.trim()).join('\u001f') === heads)
      return { is: 'left_out', reason: { zh: '重复的表头', en: 'the headers again' } }
    if (options.totals !== 'read' && isTotalRow(cells))
      return { is: 'left_out', reason: { zh: '合计行', en: 'a row of totals' } }
    if (
      options.below !== 'read' &&
      second === null &&
      (isHeader(cells) || (gap && !readAhead.some((at) => isRead(plan, at, row, cells))))
    )
      second = row
    if (second !== null) {
      if (options.below === 'leave')
        return { is: 'left_out', reason: { zh: '下方的另一张表', en: 'another table below' } }
      return {
        is: 'faulty',
        code: 'second_table',
        value: cells.find((cell) => cell.trim()) ?? null,
        detail: anotherTable(second),
      }
    }
    const extra = plan.tooWide.find((at) => (cells[at] ?? '').trim() !== '')
    return extra === undefined
      ? data
      : {
          is: 'faulty',
          code: 'cell_too_many',
          value: cells[extra]!,
          detail: tooMany(extra, cells[extra]!, header.cells.length),
        }
  }

  function isHeader(cells: readonly string[]): boolean {
    const filled = cells.filter((cell) => cell.trim() !== '')
    return filled.length > 1 && filled.every((cell) => !/\d/.test(cell)) && knowsHeader(filled) > 1
  }
}

/** A field that does not take any word: what it reads shows that a row is of the same table. */
const isTyped = ({ def, target }: Filled): boolean =>
  target === null && !schemaOf(def).safeParse('某某').success

function isRead(plan: Plan, at: Filled, row: number, cells: readonly string[]): boolean {
  const text = cellText(plan, at, row, cells[at.index] ?? '')
  return text !== null && at.reader.couldBe(text)
}

const tooMany = (at: number, cell: string, width: number): Required<Label> => ({
  zh: `这一行多出内容“${cell}”（${nameColumn(at + 1)}列），表头只有${width}列：请核对是否错位，或指定${nameColumn(at + 1)}列不读入`,
  en: `"${cell}" in column ${nameColumn(at + 1)} stands beyond the ${width} headers: see whether the row has shifted, or say that column ${nameColumn(at + 1)} is not read`,
})

const anotherTable = (row: number): Required<Label> => ({
  zh: `从第${row}行起看不出是同一张表（上方有空行或另一行表头）：请说明是继续读入，还是不读`,
  en: `From row ${row} on this may be another table (below a blank line or headers of its own): say whether to read or to leave it`,
})
