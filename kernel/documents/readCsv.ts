import { parse, CsvError } from 'csv-parse'
import type { Label } from '../../model/refuse.ts'
import { restoreCell } from './cellText.ts'
import { decodeText } from './decodeText.ts'
import { checkRow, nameColumn, refuseCell, type SheetLimits } from './sheetLimits.ts'

export interface TableRow {
  /** As the spreadsheet numbers it, from 1; rows without any text are left out but counted. */
  readonly row: number
  readonly cells: string[]
  /**
   * Cells of a workbook that are real numbers or days, by index from 0: their text is exact, whatever the
   * rest of the column looks like.
   */
  readonly exact?: ReadonlyMap<number, 'number' | 'date'>
  /** What a cell merged downwards from a row above says here, by index from 0; `cells` is empty there. */
  readonly merged?: ReadonlyMap<number, string>
  /** The row could not be cut into cells without guessing. */
  readonly fault?: Required<Label>
}

/**
 * Reads CSV bytes of unknown encoding and delimiter, row by row. A row whose quotes are not understood
 * carries its fault.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  limits: SheetLimits,
): AsyncGenerator<TableRow> {
  const { head, text } = await peekHead(decodeText(bytes))
  const announced = announcedDelimiter(head)
  const delimiter = announced ?? guessDelimiter(head)
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    ltrim: delimiter !== '\t',
    raw: true,
    max_record_size: limits.cell_chars * 16,
  })
  void feed(parser, text)
  let row = 0
  try {
    for await (const { record: cells, raw } of parser as AsyncIterable<{ record: string[]; raw: string }>) {
      row++
      if (announced && row === 1) continue
      checkRow(row, cells, limits)
      const odd = cells.findIndex((cell) => /^\s*"|"\s*$/.test(cell))
      const fault = odd >= 0 && !isQuotedWell(raw, delimiter) ? { fault: oddQuote(odd + 1, cells[odd]!) } : {}
      if (cells.some(Boolean)) yield { row, cells: cells.map(restoreCell), ...fault }
    }
  } catch (error) {
    throw error instanceof CsvError ? refuseBrokenRow(error) : error
  } finally {
    parser.destroy()
  }
}

/** The delimiter of a file, from its beginning: a semicolon is the sign of decimals behind a comma. */
export async function findDelimiter(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const text = decodeText(bytes)
  const { head } = await peekHead(text)
  await text.return(undefined)
  return announcedDelimiter(head) ?? guessDelimiter(head)
}

const announcedDelimiter = (head: string): string | undefined => /^"?sep=(.)"?\r?\n/i.exec(head)?.[1]

/**
 * The delimiter that cuts the most lines into the same number of cells, quoted text left aside; of equals the
 * one with more cells, else the comma.
 */
export function guessDelimiter(head: string): string {
  const lines = head
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .slice(0, 60)
  let best = { delimiter: ',', times: 0, count: 0 }
  for (const delimiter of [',', '\t', ';', '|']) {
    const counts = new Map<number, number>()
    for (const line of lines) {
      const count = line.split(delimiter).length - 1
      if (count) counts.set(count, (counts.get(count) ?? 0) + 1)
    }
    for (const [count, times] of counts)
      if (times > best.times || (times === best.times && count > best.count))
        best = { delimiter, times, count }
  }
  return best.delimiter
}

/**
 * Whether every quote of a record opens a cell, closes one or is doubled inside one; a quote inside an
 * unquoted cell is an inch.
 */
function isQuotedWell(raw: string, delimiter: string): boolean {
  const part = delimiter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const cell = `[ ]*(?:"(?:[^"]|"")*"|[^"${part}][^${part}]*|)`
  return new RegExp(`^${cell}(?:${part}${cell})*$`).test(raw.replace(/[\r\n]+$/, ''))
}

const oddQuote = (column: number, cell: string): Required<Label> => ({
  zh: `${nameColumn(column)}列的双引号不完整：${cell.slice(0, 60)}，请在Excel中打开核对后重新保存`,
  en: `column ${nameColumn(column)}: the quotation marks do not match up: ${cell.slice(0, 60)}`,
})

async function peekHead(
  text: AsyncGenerator<string>,
): Promise<{ head: string; text: AsyncGenerator<string> }> {
  let head = ''
  while (head.length < 64 * 1024) {
    const next = await text.next()
    if (next.done) break
    head += next.value
  }
  return { head, text: prepend(head, text) }
}

async function* prepend(head: string, text: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head
  yield* text
}

async function feed(parser: ReturnType<typeof parse>, text: AsyncGenerator<string>): Promise<void> {
  try {
    for await (const chunk of text) {
      if (parser.destroyed) return
      if (!parser.write(chunk)) await drainedOrClosed(parser)
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

function drainedOrClosed(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      parser.off('drain', settle).off('close', settle)
      resolve()
    }
    parser.on('drain', settle).on('close', settle)
  })
}

function refuseBrokenRow(error: CsvError) {
  const row = Number(error['records'] ?? 0) + 1
  const column = Number(error['column'] ?? -1) + 1 || undefined
  const place = { row, ...(column ? { column } : {}) }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return refuseCell({
      ...place,
      what: '引号没有结束，请检查这一行的双引号',
      whatEn: 'a quotation mark is never closed',
    })
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return refuseCell({
      ...place,
      what: '这一行过长，多半是双引号没有结束',
      whatEn: 'the row is too long; most likely a quotation mark is never closed',
    })
  return refuseCell({ ...place, what: '无法读取这一行', whatEn: `the row cannot be read (${error.message})` })
}
