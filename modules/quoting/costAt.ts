import { Decimal } from 'decimal.js'
import { machiningCost } from './costing.ts'

export interface CostItem {
  readonly kind: string
  readonly hours: string | null
  readonly setup_hours: string | null
  readonly rate: string | null
  readonly corrected_amount: string | null
  readonly amount: string | null
}

/** Cost of one piece in a batch of another size: only the share of set-up moves, what was corrected by hand stands. Items are rounded one by one, as on the sheet. */
export const costAt = (items: readonly CostItem[], batch: string): string =>
  items.reduce((sum, item) => sum.plus(item.kind === 'machining' && item.corrected_amount === null && item.hours !== null && item.rate !== null
    ? machiningCost([{ hours: item.hours, rate: item.rate, setup_hours: item.setup_hours ?? 0, batch }])
    : (item.amount ?? 0)), new Decimal(0)).toFixed(2)
