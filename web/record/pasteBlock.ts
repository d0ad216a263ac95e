import { screenOf } from '../fields/kinds.ts'
import { call } from '../ground/api.ts'
import { isWritable, targetOf, type AnyField, type AnyRow } from '../ground/definitions.ts'
import { changeMany, createMany, type Page, type RowResult } from '../ground/records.ts'
import { quoted } from './where.ts'

/** A cell of a block that was pasted: what it said, what that means, or why it means nothing. */
export interface PastedCell {
  readonly text: string
  readonly value?: unknown
  readonly fault?: string
}

export interface PastedRow {
  /** The record it changes; one is made where there is none below. */
  readonly item: AnyRow | undefined
  readonly cells: readonly PastedCell[]
  /** What is wrong with the row as a whole. */
  readonly fault?: string
  readonly done?: boolean
}

/**
 * Rows and cells of what a spreadsheet puts on the clipboard: tabs between cells, quotes around those that
 * hold a line break.
 * @example parseBlock('a\tb\n"c\nd"\t1') // [['a', 'b'], ['c\nd', '1']]
 */
export function parseBlock(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  const cell = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/y
  const whole = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '')
  let at = 0
  for (;;) {
    cell.lastIndex = at
    const [all = '', inQuotes, plain = ''] = cell.exec(whole) ?? []
    rows.at(-1)!.push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"'))
    at += all.length
    const next = whole[at]
    if (next === undefined) return rows
    if (next === '\n') rows.push([])
    at += 1
  }
}

interface Block {
  readonly rows: readonly (readonly string[])[]
  /** Records from the cell one stood on downwards. */
  readonly items: readonly AnyRow[]
  /** Columns from that cell to the right. */
  readonly columns: readonly string[]
  readonly fields: Readonly<Record<string, AnyField>>
  /** Title fields of the objects that are pointed at. */
  readonly titleOf: (object: string) => string
  readonly say: {
    readonly locked: (name: string) => string
    readonly notFound: (text: string) => string
    readonly several: (text: string) => string
  }
}

/** What every cell means for its column; names of records are looked up once each. */
export async function readBlock({
  rows,
  items,
  columns,
  fields,
  titleOf,
  say,
}: Block): Promise<readonly PastedRow[]> {
  const found = new Map<string, Promise<PastedCell>>()
  const byName = (field: AnyField, text: string) => {
    const key = `${targetOf(field)} ${text}`
    if (!found.has(key)) found.set(key, findRecord(targetOf(field), titleOf(targetOf(field)), text, say))
    return found.get(key)!
  }
  const read = async (name: string, text: string): Promise<PastedCell> => {
    const field = fields[name]!
    const said = text.trim()
    if (!isWritable(field)) return { text, fault: say.locked(name) }
    if (said === '') return { text, value: null }
    const screen = screenOf(field)
    if (screen.filter === 'record') return byName(field, said)
    return { text, value: screen.read ? screen.read(said, field) : text }
  }
  return Promise.all(
    rows.map(async (row, i) => ({
      item: items[i],
      cells: await Promise.all(row.slice(0, columns.length).map((text, at) => read(columns[at]!, text))),
    })),
  )
}

async function findRecord(
  object: string,
  title: string,
  text: string,
  say: Block['say'],
): Promise<PastedCell> {
  const where = [...new Set([title, 'number'])].map((name) => `${name} = ${quoted(text)}`).join(' or ')
  const { items } = await call<Page>('POST', `/records/${object}/query`, {
    body: { where, limit: 2, fields: ['id'] },
  })
  if (items.length === 1) return { text, value: items[0]!.id }
  return { text, fault: items.length === 0 ? say.notFound(text) : say.several(text) }
}

/** Sends the rows without a fault of ours; what the server refuses stands at its cell, the others are done. */
export async function writeBlock(
  object: string,
  rows: readonly PastedRow[],
  columns: readonly string[],
): Promise<readonly PastedRow[]> {
  const open = rows.filter((row) => !row.done && row.cells.every(({ fault }) => fault === undefined))
  const valuesOf = (row: PastedRow) =>
    Object.fromEntries(row.cells.map(({ value }, at) => [columns[at]!, value]))
  const changed = open.filter(({ item }) => item)
  const made = open.filter(({ item }) => !item)
  const results = new Map<PastedRow, RowResult>()
  const note = (all: readonly PastedRow[], answers: readonly RowResult[]) =>
    all.forEach((row, at) => results.set(row, answers[at]!))
  if (changed.length > 0)
    note(
      changed,
      await changeMany(
        object,
        changed.map((row) => ({ id: row.item!.id, version: row.item!.version, ...valuesOf(row) })),
      ),
    )
  if (made.length > 0) note(made, await createMany(object, made.map(valuesOf)))
  return rows.map((row) => {
    const result = results.get(row)
    if (!result) return row
    return result.ok ? { ...row, done: true } : withFaults(row, result, columns)
  })
}

function withFaults(row: PastedRow, { problem }: RowResult, columns: readonly string[]): PastedRow {
  const faults = new Map((problem?.faults ?? []).map(({ field, detail }) => [field, detail]))
  if (problem?.field && !faults.has(problem.field)) faults.set(problem.field, problem.detail ?? '')
  const own = columns.some((name) => faults.has(name))
  return {
    ...row,
    cells: row.cells.map((cell, at) => ({ ...cell, fault: faults.get(columns[at]!) })),
    ...(own ? {} : { fault: [...faults.values()][0] ?? problem?.detail }),
  }
}
