import { parse, CsvError } from 'csv-parse'
import { restoreCell } from './cellText.ts'
import { decodeText } from './decodeText.ts'
import { checkRow, refuseCell, type SheetLimits } from './sheetLimits.ts'

export interface TableRow {
  /** As the spreadsheet numbers it, from 1; rows without any text are left out but counted. */
  readonly row: number
  readonly cells: string[]
}

/** Reads CSV bytes of unknown encoding and delimiter, row by row. */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>, limits: SheetLimits): AsyncGenerator<TableRow> {
  const { head, text } = await peekHead(decodeText(bytes))
  const announced = /^sep=(.)\r?\n/.exec(head)
  const parser = parse({
    delimiter: announced?.[1] ?? guessDelimiter(head),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: limits.cell_chars * 16,
  })
  void feed(parser, text)
  let row = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row++
      if (announced && row === 1) continue
      checkRow(row, cells, limits)
      if (cells.some(Boolean)) yield { row, cells: cells.map(restoreCell) }
    }
  } catch (error) {
    throw error instanceof CsvError ? refuseBrokenRow(error) : error
  } finally {
    parser.destroy()
  }
}

/** The delimiter whose count per line is the steadiest over the first lines, quoted text left aside; comma when none is. */
export function guessDelimiter(head: string): string {
  const lines = head.replace(/"(?:[^"]|"")*"/g, '').split(/\r\n|\n|\r/).slice(0, 60)
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of [',', '\t', ';']) {
    const counts = new Map<number, number>()
    for (const line of lines) {
      const count = line.split(delimiter).length - 1
      if (count) counts.set(count, (counts.get(count) ?? 0) + 1)
    }
    for (const [count, times] of counts) if (count * times > best.score) best = { delimiter, score: count * times }
  }
  return best.delimiter
}

async function peekHead(text: AsyncGenerator<string>): Promise<{ head: string; text: AsyncGenerator<string> }> {
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
  return new Promise(resolve => {
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
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return refuseCell({ ...place, what: '引号没有结束，请检查这一行的双引号', whatEn: 'a quotation mark is never closed' })
  if (error.code === 'CSV_MAX_RECORD_SIZE') return refuseCell({ ...place, what: '这一行过长，多半是双引号没有结束', whatEn: 'the row is too long; most likely a quotation mark is never closed' })
  return refuseCell({ ...place, what: '无法读取这一行', whatEn: `the row cannot be read (${error.message})` })
}
