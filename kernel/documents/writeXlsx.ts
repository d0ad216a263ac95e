import { PassThrough, type Readable } from 'node:stream'
import excel from 'exceljs'
import { refuseSheet } from './sheetLimits.ts'
import { neutraliseCell } from './cellText.ts'
import type { SheetCell, SheetColumn, SheetRows } from './writeCsv.ts'
import { escapeText } from './xlsxValue.ts'

/** What one worksheet holds, the header included. */
const sheetRowsMax = 1_048_576
const cellCharsMax = 32_767

/**
 * Rows as a workbook with one sheet: header bold and frozen, numbers and dates real, formula-like texts made
 * inert. Text beyond 32,767 characters, which no workbook can hold, is cut and ends in ….
 * @example writeXlsx(rows, ['客户', { header: '金额', kind: 'number' }], { name: '客户' }).pipe(reply)
 */
export function writeXlsx(
  rows: SheetRows,
  columns: readonly (SheetColumn | string)[],
  { name = 'Sheet1' }: { name?: string } = {},
): Readable {
  const stream = new PassThrough()
  const wanted = columns.map((column) => (typeof column === 'string' ? { header: column } : column))
  fillWorkbook(stream, rows, wanted, name).catch((error: unknown) => stream.destroy(error as Error))
  return stream
}

async function fillWorkbook(
  stream: PassThrough,
  rows: SheetRows,
  columns: readonly SheetColumn[],
  name: string,
): Promise<void> {
  const book = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const sheet = book.addWorksheet(sheetName(name), { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map(({ header, width }) => ({
    width: width ?? Math.min(40, Math.max(10, [...header].length * 2 + 2)),
  }))
  const head = sheet.addRow(columns.map(({ header }) => textCell(header)))
  head.font = { bold: true }
  head.commit()
  let count = 1
  for await (const row of rows) {
    if (++count > sheetRowsMax)
      throw refuseSheet(
        'sheet_too_long',
        '超过一张工作表能容纳的1,048,576行，请缩小范围或导出CSV',
        'More rows than one sheet holds: narrow the selection or export CSV',
      )
    const line = sheet.getRow(count)
    row.forEach((cell, index) => putCell(line.getCell(index + 1), cell, columns[index]?.kind))
    line.commit()
    if (count % 200 === 0) await drained(stream)
  }
  sheet.commit()
  await book.commit()
}

/**
 * The writer of exceljs does not wait for a slow reader but heaps up what it is given; we wait, a few hundred
 * rows at a time.
 */
async function drained(stream: PassThrough): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  while (stream.writableNeedDrain && !stream.destroyed) await new Promise((resolve) => setTimeout(resolve, 2))
  if (stream.destroyed) throw new Error('The reader of the export went away')
}

function putCell(target: excel.Cell, cell: SheetCell, kind: SheetColumn['kind']): void {
  if (cell === null || cell === undefined || cell === '') return
  if (typeof cell === 'boolean') target.value = cell
  else if (typeof cell === 'number' || isNumber(cell, kind)) {
    target.value = Number(cell)
    const decimals = /\.(\d+)$/.exec(String(cell))?.[1]?.length
    if (decimals && typeof cell === 'string') target.numFmt = `0.${'0'.repeat(decimals)}`
  } else if (kind !== 'text' && isDate(cell)) {
    target.value = new Date(`${cell}T00:00:00Z`)
    target.numFmt = 'yyyy-mm-dd'
  } else target.value = textCell(cell)
}

/**
 * A number becomes one only if the sheet can hold it exactly, 15 digits; without a stated kind a phone number
 * or a code stays text.
 */
function isNumber(cell: string, kind: SheetColumn['kind']): boolean {
  if (kind === 'text' || kind === 'date') return false
  if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(cell)) return false
  const digits = cell.replace(/[-.]/g, '').length
  return kind === 'number' ? digits <= 15 : digits <= 15 && (cell.includes('.') || digits <= 10)
}

/** Days before March 1900 stay text: spreadsheets count them wrong. */
const isDate = (cell: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(cell) && cell >= '1900-03-01' && !Number.isNaN(Date.parse(cell))

function textCell(text: string): string {
  const inert = escapeText(neutraliseCell(text))
  return inert.length <= cellCharsMax ? inert : `${inert.slice(0, cellCharsMax - 1)}…`
}

/** A sheet's name may not hold : \ / ? * [ ] nor pass 31 characters. */
const sheetName = (name: string): string =>
  name
    .replace(/[:\\/?*[\]]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim()
    .slice(0, 31) || 'Sheet1'
