import { Decimal } from 'decimal.js'

/** Amounts that may be half typed; what is no figure counts nothing. */
const figure = (text: string | null | undefined): Decimal =>
  /^\d+(\.\d*)?$/.test(text ?? '') ? new Decimal(text!.replace(/\.$/, '')) : new Decimal(0)

export const sumOf = (amounts: readonly (string | null | undefined)[]): string =>
  amounts.reduce((sum, one) => sum.plus(figure(one)), new Decimal(0)).toFixed(2)

/** What of a line pays nothing yet. */
export const restOf = (line: { readonly amount: string; readonly allocated: string | null }): string =>
  new Decimal(line.amount).minus(line.allocated ?? 0).toFixed(2)

/** Below nought: too much was given away; nought: it adds up. */
export const leftOf = (rest: string, amounts: readonly string[]): string =>
  new Decimal(rest).minus(sumOf(amounts)).toFixed(2)

export const sign = (amount: string): -1 | 0 | 1 => Math.sign(new Decimal(amount).comparedTo(0)) as -1 | 0 | 1

export const isMore = (amount: string, than: string | null): boolean => figure(amount).gt(figure(than))

/** @example positive('-12.00') // '12.00' */
export const positive = (amount: string): string => new Decimal(amount).abs().toFixed(2)

/**
 * Spreads a payment over receivables in their order: each takes what is open of it, the last what is left.
 * @example spread('150.00', ['100.00', '80.00']) // ['100.00', '50.00']
 */
export function spread(rest: string, opens: readonly (string | null)[]): readonly string[] {
  let left = new Decimal(rest)
  return opens.map((open) => {
    const part = Decimal.min(left, figure(open))
    left = left.minus(part)
    return part.toFixed(2)
  })
}
