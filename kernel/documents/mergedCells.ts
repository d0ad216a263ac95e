import type { Readable } from 'node:stream'
import type { TableRow } from './readCsv.ts'

/** A cell merged downwards: `column` from 0, rows as the spreadsheet numbers them. */
interface Merge {
  readonly column: number
  readonly from: number
  readonly to: number
}

/**
 * More of them than this are not gathered; a sheet of a hundred thousand customers with contacts has fewer.
 */
const mergesMax = 200_000

/**
 * The cells of a worksheet part that are merged over several rows, by their first row. They stand behind the
 * rows in the file, so the part is looked through once for them before its rows are read.
 */
export async function findMerges(stream: Readable): Promise<ReadonlyMap<number, readonly Merge[]>> {
  const merges = new Map<number, Merge[]>()
  let count = 0
  let tail = ''
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    tail += chunk.toString('latin1')
    for (const [, first = '', from, , to] of tail.matchAll(
      /<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g,
    )) {
      if (Number(to) <= Number(from) || ++count > mergesMax) continue
      const column = [...first].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
      merges.set(Number(from), [
        ...(merges.get(Number(from)) ?? []),
        { column, from: Number(from), to: Number(to) },
      ])
    }
    tail = tail.slice(tail.lastIndexOf('>') + 1).slice(-2000)
  }
  return merges
}

/** Adds to each row what merged cells above say in it. */
export async function* withMerges(
  rows: AsyncGenerator<TableRow>,
  merges: ReadonlyMap<number, readonly Merge[]>,
): AsyncGenerator<TableRow> {
  let open: { readonly column: number; readonly to: number; readonly text: string }[] = []
  for await (const row of rows) {
    open = open.filter((one) => one.to >= row.row)
    const merged = new Map(open.filter((one) => !row.cells[one.column]).map((one) => [one.column, one.text]))
    yield merged.size > 0 ? { ...row, merged } : row
    for (const { column, to } of merges.get(row.row) ?? []) {
      const text = row.cells[column]
      if (text) open.push({ column, to, text })
    }
  }
}
