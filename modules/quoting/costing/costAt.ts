import { Decimal } from 'decimal.js'
import { cents, scrapCost } from '../part/costExtras.ts'
import type { CostRow } from '../part/costRow.ts'
import { machiningCost } from '../part/formulas.ts'

export interface CostItem {
  readonly key?: string | null
  readonly kind: string
  readonly hours: string | null
  readonly setup_hours: string | null
  readonly rate: string | null
  readonly corrected_amount: string | null
  readonly amount: string | null
}

/** What was planned, with scrap on what stands after the corrections by hand. */
export function settleRows(rows: readonly CostRow[], known: readonly CostItem[]): readonly CostRow[] {
  const lost = rows
    .filter(({ kind }) => kind !== 'tooling' && kind !== 'scrap')
    .reduce((sum, row) => sum.plus(standing(row, known)), new Decimal(0))
  return rows.map((row) =>
    row.kind === 'scrap' && row.loss_rate
      ? { ...row, unit_price: cents(lost), amount: scrapCost(cents(lost), row.loss_rate) }
      : row,
  )
}

/**
 * Cost of one piece in a batch: the rows planned for that batch, what was corrected by hand as it stands, and
 * what was added by hand.
 */
export const costAt = (rows: readonly CostRow[], known: readonly CostItem[], batch: string): string => {
  const planned = settleRows(rows, known).reduce((sum, row) => sum.plus(standing(row, known)), new Decimal(0))
  const added = known.filter(
    (item) => !rows.some((row) => row.key === item.key) && (!item.key || item.corrected_amount !== null),
  )
  return added.reduce((sum, item) => sum.plus(itemAt(item, batch)), planned).toFixed(2)
}

const standing = (row: CostRow, known: readonly CostItem[]): string =>
  known.find((item) => item.key === row.key)?.corrected_amount ?? row.amount

/** An item by hand: only the share of set-up moves with the batch, and a corrected amount not at all. */
export const itemAt = (item: CostItem, batch: string): string =>
  item.kind === 'machining' && item.corrected_amount === null && item.hours !== null && item.rate !== null
    ? machiningCost([{ hours: item.hours, rate: item.rate, setup_hours: item.setup_hours ?? 0, batch }])
    : (item.amount ?? '0')
