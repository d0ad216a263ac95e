import { Decimal } from 'decimal.js'
import { refuse } from '../../../model/index.ts'

type Amount = Decimal.Value

const cents = (value: Decimal) => value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(2)

/**
 * Material of one piece: net weight × unit price ÷ (1 − loss rate), rounded half up to cents.
 * @param loss_rate share of the blank that becomes chips and offcuts, 0 ≤ r < 1; refused otherwise
 * @example materialCost({ net_weight_kg: '10', price_per_kg: '50', loss_rate: '0.2' }) // '625.00'
 */
export function materialCost({
  net_weight_kg,
  price_per_kg,
  loss_rate,
}: {
  net_weight_kg: Amount
  price_per_kg: Amount
  loss_rate: Amount
}): string {
  const rate = new Decimal(loss_rate)
  if (rate.isNaN() || rate.lt(0) || rate.gte(1))
    throw refuse(
      'loss_rate_invalid',
      {
        zh: `损耗率 ${rate} 无效：应大于等于0且小于1`,
        en: `A loss rate of ${rate} is not possible: it lies between 0 and below 1`,
      },
      { field: 'loss_rate' },
    )
  return cents(new Decimal(net_weight_kg).mul(price_per_kg).div(new Decimal(1).minus(rate)))
}

/**
 * Hours × rate over the operations of one piece; set-up is shared by the pieces of the batch. Exact, then
 * rounded once.
 */
export function machiningCost(
  operations: readonly {
    readonly hours: Amount
    readonly rate: Amount
    readonly setup_hours?: Amount
    readonly batch?: Amount
  }[],
): string {
  return cents(
    operations.reduce(
      (sum, { hours, rate, setup_hours = 0, batch = 1 }) =>
        sum.plus(new Decimal(setup_hours).div(batch).plus(hours).mul(rate)),
      new Decimal(0),
    ),
  )
}

/**
 * The lowest price in cents that counts as keeping a margin: cost ÷ (1 − floor). A price is held against this
 * price, not its percentage against the floor.
 */
export const minPrice = (cost: Amount, floor_percent: Amount): string =>
  cents(new Decimal(cost).div(new Decimal(1).minus(new Decimal(floor_percent).div(100))))
