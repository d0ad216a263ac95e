import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { readCsv, type TableRow } from './readCsv.ts'
import { readXlsx } from './readXlsx.ts'
import { refuseSheet, refuseTooBig, sheetLimits, type SheetLimits } from './sheetLimits.ts'
import { spoolToFile } from './spoolToFile.ts'

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
 * Numbers and dates come as exact text: 0.3, 2026-11-23, 2026-11-23T08:30:00. A stream is first laid down in a
 * temporary file, since the directory of an XLSX is at its end; a file path is read where it is.
 * @throws Refusal sheet_too_big, sheet_too_long, sheet_broken (with row and column), sheet_old_format, sheet_not_found
 * @example for await (const { row, cells } of readTable('customers.xlsx')) console.log(row, cells[0])
 */
export async function* readTable(source: Readable | string, { name, limits: asked }: ReadTableOptions = {}): AsyncGenerator<TableRow> {
  const limits = { ...sheetLimits, ...asked }
  const spooled = typeof source === 'string' ? undefined : await spoolToFile(source, limits.bytes)
  const path = spooled?.path ?? (source as string)
  try {
    if ((await stat(path)).size > limits.bytes) throw refuseTooBig(limits.bytes)
    const head = await readHead(path)
    if (head.startsWith('504b0304')) yield* readXlsx(path, { name, limits })
    else if (head.startsWith('d0cf11e0')) throw refuseSheet('sheet_old_format', '这是旧版XLS或加密的文件，请用Excel另存为未加密的XLSX', 'An old XLS or an encrypted workbook: save it as an unencrypted XLSX')
    else yield* readCsv(createReadStream(path), limits)
  } finally {
    await spooled?.remove()
  }
}

async function readHead(path: string): Promise<string> {
  const file = await open(path)
  try {
    const head = new Uint8Array(4)
    const { bytesRead } = await file.read(head, 0, 4, 0)
    return Buffer.from(head).toString('hex', 0, bytesRead)
  } finally {
    await file.close()
  }
}
