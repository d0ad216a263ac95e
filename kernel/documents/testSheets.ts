import { Readable } from 'node:stream'
import { readTable, writeCsv, writeXlsx } from './sheets.ts'

/**
 * Texts as a column of a sheet, and the same rows after they were written and read: as CSV and as a workbook.
 */
export async function throughSheets(
  texts: readonly string[],
): Promise<Record<'wanted' | 'csv' | 'xlsx', string[][]>> {
  const head = ['n', 'text', 'last']
  const rows = texts.map((text, i) => [`r${i}`, text, 'end'])
  const columns = head.map((header) => ({ header, kind: 'text' as const }))
  return {
    wanted: [head, ...rows],
    csv: await readBack(writeCsv(rows, head)),
    xlsx: await readBack(writeXlsx(rows, columns)),
  }
}

/** The cells of a sheet, by row. */
export async function readBack(sheet: Readable): Promise<string[][]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of sheet) chunks.push(Buffer.from(chunk) as unknown as Uint8Array)
  const rows: string[][] = []
  for await (const { cells } of readTable(Readable.from([Buffer.concat(chunks)]))) rows.push([...cells])
  return rows
}
