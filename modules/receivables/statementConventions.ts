import { conventionLabels, refuse, sayReadings } from '../../model/index.ts'
import {
  findConventions,
  isDay,
  readAmount,
  type StatedConventions,
  type StatementConventions,
  type StatementMonth,
} from './statementCells.ts'
import type { ColumnMeaning, StatementLayout } from './statementLayouts.ts'
import { type Columns, cellOf, nameOf } from './statementColumns.ts'

export interface RowReader {
  readonly layout: StatementLayout
  readonly columns: Columns
  readonly month: StatementMonth | null
  readonly conventions: StatementConventions
}

const amountMeanings: readonly ColumnMeaning[] = ['amount', 'amount_in', 'amount_out', 'balance']

interface Table {
  readonly layout: StatementLayout
  readonly columns: Columns
  readonly header_row: number
  readonly stated: StatedConventions
}

/**
 * A bank's program writes all amounts alike, so they prove together how; what they leave open is asked, never
 * guessed.
 */
export function conventionsOf(
  rows: readonly (readonly string[])[],
  { layout, columns, header_row, stated }: Table,
): StatementConventions {
  const below = rows.slice(header_row + 1).map((cells, at) => ({ row: header_row + at + 2, cells }))
  const cellsIn = (meanings: readonly ColumnMeaning[]) =>
    below.flatMap(({ row, cells }) =>
      meanings.map((one) => [row, cellOf(cells, columns, one)] as const).filter(([, text]) => text !== ''),
    )
  const found = findConventions(
    {
      amounts: cellsIn(amountMeanings),
      days: cellsIn(['date', 'date_fallback']).filter(([, text]) => isDay(text)),
    },
    stated,
  )
  for (const [kind, verdict, column] of [
    ['decimal', found.decimal, nameOf(layout, columns.has('amount') ? 'amount' : 'amount_in')],
    ['date_order', found.day, nameOf(layout, 'date')],
  ] as const) {
    if (verdict.standing !== 'unclear') continue
    const { row, text, readings } = verdict.examples[0]!
    const choices = readings.map((one) => one.convention)
    const both = sayReadings(readings)
    throw refuse(
      'convention_unclear',
      {
        zh: `第${row}行“${column}”的“${text}”有几种读法：${both.zh}。请说明这份对账单的写法`,
        en: `Row ${row}, ${column}: "${text}" may be ${both.en}. Say how this statement is written`,
      },
      {
        field: kind,
        data: {
          column,
          examples: verdict.examples,
          choices: choices.map((value) => ({ value, label: conventionLabels[value] })),
        },
      },
    )
  }
  return found
}

/**
 * One column of amounts without any minus says nothing of what went out: read as receipts it could double the
 * money.
 */
export function requireSign(
  below: readonly (readonly string[])[],
  { columns, conventions, layout }: RowReader,
): void {
  const read = below.map((cells) => readAmount(cellOf(cells, columns, 'amount'), conventions))
  if (read.some((one) => typeof one === 'object' && 'amount' in one && one.amount.startsWith('-'))) return
  const column = nameOf(layout, 'amount')
  throw refuse(
    'statement_sign_unclear',
    {
      zh: `“${column}”列没有负数，也没有收支标志，看不出哪些是收入、哪些是支出：如果全部是收入，请确认后再导入`,
      en: `Nothing in "${column}" is negative and no column says in or out: if all of it came in, confirm that and import again`,
    },
    { field: 'signed', data: { column } },
  )
}
