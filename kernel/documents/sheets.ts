import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { findDelimiter, readCsv, type TableRow } from './readCsv.ts'
import { describeXlsx, readXlsx, type WorkbookFacts } from './readXlsx.ts'
import { refuseTooBig, sheetLimits, type SheetLimits } from './sheetLimits.ts'
import { spoolToFile } from './spoolToFile.ts'
import { tableKind } from './tableKind.ts'

export { writeCsv } from './writeCsv.ts'
export { writeXlsx } from './writeXlsx.ts'
export type { SheetColumn, SheetCell } from './writeCsv.ts'
export type { TableRow } from './readCsv.ts'
export { sheetLimits, type SheetLimits } from './sheetLimits.ts'

export interface ReadTableOptions {
  /** Name of the sheet inside a workbook; the first visible one unless told. Ignored for CSV. */
  readonly name?: string
  readonly limits?: Partial<SheetLimits>
}

/**
 * Reads a CSV or XLSX, told apart by content and not by name, one row at a time in bounded memory.
 * Numbers and dates come as exact text: 0.3, 2026-11-23, 2026-11-23T08:30:00. A stream is first laid down in
 * a temporary file, since the directory of an XLSX is at its end; a file path is read where it is.
 * @throws Refusal sheet_too_big, sheet_too_long, sheet_broken (with row and column), sheet_old_format,
 * sheet_not_found, sheet_not_table
 * @example for await (const { row, cells } of readTable('customers.xlsx')) console.log(row, cells[0])
 */
export async function* readTable(
  source: Readable | string,
  { name, limits: asked }: ReadTableOptions = {},
): AsyncGenerator<TableRow> {
  const limits = { ...sheetLimits, ...asked }
  const spooled = typeof source === 'string' ? undefined : await spoolToFile(source, limits.bytes)
  const path = spooled?.path ?? (source as string)
  try {
    if ((await stat(path)).size > limits.bytes) throw refuseTooBig(limits.bytes)
    if ((await tableKind(path)) === 'xlsx') yield* readXlsx(path, { name, limits })
    else yield* readCsv(createReadStream(path), limits)
  } finally {
    await spooled?.remove()
  }
}

/**
 * What is known of a table before its rows: how the cells of a text are parted, or the sheets of a workbook.
 */
export interface TableFacts {
  readonly delimiter: string | null
  readonly sheets: WorkbookFacts['sheets']
  readonly from1904: boolean
}

/**
 * Looks at a table without reading its rows.
 * @throws Refusal sheet_not_table, sheet_old_format, sheet_too_big, sheet_broken
 * @example await describeTable('customers.csv') // { delimiter: ';', sheets: [], from1904: false }
 */
export async function describeTable(path: string, asked: Partial<SheetLimits> = {}): Promise<TableFacts> {
  const limits = { ...sheetLimits, ...asked }
  if ((await tableKind(path)) === 'xlsx') return { delimiter: null, ...(await describeXlsx(path, limits)) }
  return { delimiter: await findDelimiter(createReadStream(path)), sheets: [], from1904: false }
}
