import { refuse, type Label } from '../../model/index.ts'
import { cleanCell, cleanHeader, type StatedConventions, type StatementMonth } from './statementCells.ts'
import type { StatementLayout } from './statementLayouts.ts'
import { detectLayout, placeColumns } from './statementColumns.ts'
import { conventionsOf, type RowReader, requireSign } from './statementConventions.ts'
import { reasonToSkip, readRow } from './statementRow.ts'

export interface StatementLine {
  /** YYYY-MM-DD. */
  readonly date: string
  /** Signed decimal string: money in is positive. */
  readonly amount: string
  /** ISO 4217. */
  readonly currency: string
  readonly counterparty: string
  readonly counterparty_account?: string
  readonly memo: string
  /** Null where the bank masks it. */
  readonly balance?: string | null
  readonly reference?: string
  readonly account?: string
  /** Row of the file, from 1. */
  readonly row: number
  /** How many equal lines stand before it in the file; for the fingerprint. */
  readonly ordinal: number
}

export interface Statement {
  readonly layout: string
  readonly account?: string
  readonly lines: readonly StatementLine[]
  readonly faults: readonly { readonly row: number; readonly column: string; readonly sentence: Label }[]
  /**
   * Rows below the header that are no movement of money, with the reason: every row of the file is accounted
   * for.
   */
  readonly skipped: readonly { readonly row: number; readonly reason: Label }[]
}

/** What whoever imports says about the file. */
export interface Stated extends StatedConventions {
  /** The amounts carry their signs, though none of them is negative. */
  readonly signed?: boolean | undefined
}

/**
 * Lines of a bank or wallet export, already cut into cells. No row is lost: it becomes a line, a fault or is
 * skipped with a reason (totals, blank rows, closed trades).
 *
 * @throws refuse('statement_layout_unknown') when no layout fits, refuse('convention_unclear') when its
 * amounts or days may be read in two
 * ways, refuse('statement_sign_unclear') when nothing says which amounts came in and which went out
 */
export function readStatement(
  rows: readonly (readonly string[])[],
  options: { layouts?: readonly StatementLayout[]; stated?: Stated } = {},
): Statement {
  const found = detectLayout(rows, options.layouts)
  if (!found) {
    throw refuse('statement_layout_unknown', {
      zh: '认不出这份对账单的版式，请先保存一个列对应关系',
      en: 'No layout fits this statement: save a mapping of its columns first',
    })
  }
  const { layout, header_row } = found
  const head = rows[header_row]!.map(cleanHeader)
  const columns = placeColumns(layout, head)
  const month = layout.month_above ? findMonth(rows.slice(0, header_row)) : null
  const stated = {
    decimal: options.stated?.decimal ?? layout.decimal,
    date_order: options.stated?.date_order ?? layout.date_order,
  }
  const conventions = conventionsOf(rows, { layout, columns, header_row, stated })
  const reader: RowReader = { layout, columns, month, conventions }
  if (layout.sign.by === 'signed' && layout.sign.proven && !options.stated?.signed)
    requireSign(rows.slice(header_row + 1), reader)
  const account = findAccount(rows.slice(0, header_row), layout)
  const lines: StatementLine[] = []
  const faults: Statement['faults'][number][] = []
  const skipped: Statement['skipped'][number][] = []
  const repeats = new Map<string, number>()
  rows.slice(header_row + 1).forEach((cells, index) => {
    const row = header_row + index + 2
    const reason = reasonToSkip(cells, head, reader)
    if (reason) return void skipped.push({ row, reason })
    const read = readRow(cells, reader)
    if ('sentence' in read) return void faults.push({ row, ...read })
    const same = describeLine(read)
    const ordinal = repeats.get(same) ?? 0
    repeats.set(same, ordinal + 1)
    lines.push({ ...read, row, ordinal })
  })
  return { layout: layout.name, ...(account ? { account } : {}), lines, faults, skipped }
}

/**
 * Identity of a line, so that a file imported twice, or two files that overlap, add nothing, while two
 * payments that are truly equal both stay: `ordinal` numbers equal lines. Unique within one bank account.
 * SHA-256, hex.
 */
export async function lineFingerprint(
  line: Omit<StatementLine, 'row' | 'ordinal'>,
  ordinal: number,
): Promise<string> {
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(`${describeLine(line)}\u001f${ordinal}`),
  )
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const describeLine = (line: Omit<StatementLine, 'row' | 'ordinal'>): string =>
  [
    line.account ?? '',
    line.date,
    line.amount,
    line.currency,
    line.counterparty,
    line.counterparty_account ?? '',
    line.memo,
    line.balance ?? '',
    line.reference ?? '',
  ].join('\u001f')

function findAccount(above: readonly (readonly string[])[], layout: StatementLayout): string | null {
  const cells = above.flat().map(cleanCell)
  for (const word of layout.account_after ?? []) {
    for (const [at, cell] of cells.entries()) {
      const match = new RegExp(`${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*[:：]?\\s*(.*)$`).exec(cell)
      if (match) return (match[1] || cells[at + 1] || '').replace(/^\[(.*)\]$/, '$1') || null
    }
  }
  return null
}

function findMonth(above: readonly (readonly string[])[]): StatementMonth | null {
  const match = /(\d{4})\s*年\s*(\d{1,2})\s*月/.exec(above.flat().join(' '))
  return match ? { year: Number(match[1]), month: Number(match[2]) } : null
}
