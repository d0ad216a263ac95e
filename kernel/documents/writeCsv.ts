import { Readable } from 'node:stream'
import { neutraliseCell } from './cellText.ts'

export interface SheetColumn {
  readonly header: string
  /**
   * Numbers and dates become real ones in XLSX; `text` never does, so a code such as 007 stays. Guessed when
   * absent.
   */
  readonly kind?: 'text' | 'number' | 'date'
  /** In characters; XLSX only. */
  readonly width?: number
}
export type SheetCell = string | number | boolean | null | undefined
export type SheetRows = Iterable<readonly SheetCell[]> | AsyncIterable<readonly SheetCell[]>

/**
 * Rows as CSV: UTF-8 with the mark that Excel needs to show Chinese, CRLF, formula-like cells made inert.
 * @example writeCsv([['华东精密', '-3.00']], ['客户', '差额']).pipe(reply)
 */
export function writeCsv(rows: SheetRows, columns: readonly (SheetColumn | string)[]): Readable {
  const headers = columns.map((column) => (typeof column === 'string' ? column : column.header))
  const figures = columns.map((column) => typeof column !== 'string' && column.kind === 'number')
  return Readable.from(csvChunks(rows, headers, figures), { objectMode: false })
}

async function* csvChunks(
  rows: SheetRows,
  headers: readonly string[],
  figures: readonly boolean[],
): AsyncGenerator<string> {
  let chunk = `\ufeff${csvLine(headers)}`
  for await (const row of rows) {
    chunk += csvLine(row.map((cell, at) => (figures[at] ? unmistakable(cell) : cell)))
    if (chunk.length < 64 * 1024) continue
    yield chunk
    chunk = ''
  }
  if (chunk) yield chunk
}

const csvLine = (cells: readonly SheetCell[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** `1.234` might be read as thousands by somebody else's rules; `1.2340` is one and a bit everywhere. */
const unmistakable = (cell: SheetCell): SheetCell =>
  typeof cell === 'string' && /^-?[1-9]\d{0,2}\.\d{3}$/.test(cell) ? `${cell}0` : cell

/**
 * Quoted whenever any reader could take a part of it for a delimiter, a line end, a quote or space to be cut
 * off.
 */
function csvCell(cell: SheetCell): string {
  const text = neutraliseCell(String(cell ?? ''))
  return /[",;\t\r\n\u0000]|^\s|\s$|^sep=/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
