import type { Readable } from 'node:stream'
import type { TableRow } from './readCsv.ts'
import { readXml } from './readXml.ts'
import type { WorkbookParts } from './readXlsx.ts'
import { refuseCell, type SheetLimits } from './sheetLimits.ts'
import { numberText, unescapeText } from './xlsxValue.ts'

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly style: number
  value?: string
  formula: boolean
}

/**
 * The rows of one worksheet part. Programs may leave out the addresses of rows and cells: then they follow
 * each other.
 */
export async function* readSheetRows(
  stream: Readable,
  parts: WorkbookParts,
  limits: SheetLimits,
): AsyncGenerator<TableRow> {
  let ready: TableRow[] = []
  let row = 0
  let cells: string[] = []
  let exact = new Map<number, 'number' | 'date'>()
  let column = 0
  let cell: OpenCell | undefined
  let capture = false
  let phonetic = false
  const handlers = {
    open(tag: string, attributes: Record<string, string>) {
      if (tag === 'row') {
        row = Number(attributes['r']) || row + 1
        cells = []
        exact = new Map()
        column = 0
      } else if (tag === 'c') {
        column = columnOf(attributes['r']) || column + 1
        if (column > limits.columns)
          throw refuseCell({
            row,
            column,
            what: `超过${limits.columns}列`,
            whatEn: `more than ${limits.columns} columns`,
          })
        cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), formula: false }
      } else if (cell && tag === 'f') cell.formula = true
      else if (tag === 'rPh') phonetic = true
      else if (cell && (tag === 'v' || (tag === 't' && !phonetic))) {
        cell.value ??= ''
        capture = true
      }
    },
    text(piece: string) {
      if (!capture || !cell) return
      cell.value = (cell.value ?? '') + piece
      if (cell.value.length > limits.cell_chars)
        throw refuseCell({
          row,
          column,
          what: `单元格超过${limits.cell_chars}个字符`,
          whatEn: `more than ${limits.cell_chars} characters in one cell`,
        })
    },
    close(tag: string) {
      if (tag === 'v' || tag === 't') capture = false
      else if (tag === 'rPh') phonetic = false
      else if (tag === 'c' && cell) {
        const text = cellText(cell, row, parts)
        if (text) {
          while (cells.length < cell.column - 1) cells.push('')
          cells[cell.column - 1] = text
          if (cell.type === 'n' || cell.type === 'd')
            exact.set(
              cell.column - 1,
              cell.type === 'd' || parts.styles[cell.style] === 'date' ? 'date' : 'number',
            )
        }
        cell = undefined
      } else if (tag === 'row') ready.push({ row, cells, ...(exact.size > 0 ? { exact } : {}) })
    },
  }
  for await (const _ of readXml(stream, handlers)) {
    yield* ready
    ready = []
  }
}

function cellText(cell: OpenCell, row: number, { shared, styles, from1904 }: WorkbookParts): string {
  const { type, value, column } = cell
  if (value === undefined) {
    if (cell.formula)
      throw refuseCell({
        row,
        column,
        what: '公式没有保存计算结果，请在Excel中打开并保存一次',
        whatEn: 'the formula has no saved result: open and save the file in Excel once',
      })
    return ''
  }
  if (type === 's') {
    const text = shared[Number(value)]
    if (text === undefined)
      throw refuseCell({ row, column, what: '文字引用损坏', whatEn: 'the text it refers to is missing' })
    return text
  }
  if (type === 'inlineStr' || type === 'str') return unescapeText(value)
  if (type === 'b') return value.trim() === '1' ? 'TRUE' : 'FALSE'
  if (type === 'n')
    return value.trim() === '' ? '' : numberText(value, styles[cell.style] ?? 'number', from1904)
  return value
}

function columnOf(address: string | undefined): number {
  let column = 0
  for (const letter of address ?? '') {
    const code = letter.charCodeAt(0) - 64
    if (code < 1 || code > 26) break
    column = column * 26 + code
  }
  return column
}
