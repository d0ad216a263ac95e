import { Decimal } from 'decimal.js'

/**
 * Parts of an amount by their weights, each rounded half up to the `places` of its currency; the last takes
 * what is left, so that the sum is the amount.
 * @example splitAmount('100.00', ['1', '1', '1'])  // ['33.33', '33.33', '33.34']
 */
export function splitAmount(amount: string, weights: readonly string[], places = 2): string[] {
  const whole = weights.reduce((sum, weight) => sum.plus(weight), new Decimal(0))
  let left = new Decimal(amount)
  return weights.map((weight, at) => {
    const part =
      at === weights.length - 1
        ? left
        : new Decimal(amount).times(weight).div(whole).toDecimalPlaces(places, Decimal.ROUND_HALF_UP)
    left = left.minus(part)
    return part.toFixed(2)
  })
}
