import { Decimal } from 'decimal.js'
import { splitAmount } from './splitAmount.ts'

export interface Share {
  /** The instalment's part of what was agreed; decimal strings, to the cent. */
  readonly agreed: string
  readonly received: string
  readonly written_off: string
}

/**
 * What is owed of each instalment when the whole is `total`: by their agreed parts, but money that came in
 * stays where it pays something. What is less is taken, the last instalment first, from what is open, then
 * from what was written off, and only when nothing else is left from what was paid: that is the customer's
 * credit. The sum is always `total`, and no part is below nought.
 * @example shareOwed('50.00', [{ agreed: '60', received: '60', written_off: '0' }, { agreed: '40', received:
 * '0', written_off: '0' }])  // ['50.00', '0.00']
 */
export function shareOwed(total: string, shares: readonly Share[], places = 2): string[] {
  const agreed = shares.map((share) => share.agreed)
  const weights = agreed.some((part) => new Decimal(part).gt(0)) ? agreed : agreed.map(() => '1')
  const settled = shares.map((share) => new Decimal(share.received).plus(share.written_off))
  const parts = splitAmount(total, weights, places).map((part, at) => Decimal.max(part, settled[at]!))
  let surplus = parts.reduce((sum, part) => sum.plus(part), new Decimal(0)).minus(total)
  for (const floors of [
    settled,
    shares.map((share) => new Decimal(share.received)),
    shares.map(() => new Decimal(0)),
  ]) {
    for (let at = parts.length - 1; at >= 0; at--) {
      const cut = Decimal.max(0, Decimal.min(surplus, parts[at]!.minus(floors[at]!)))
      parts[at] = parts[at]!.minus(cut)
      surplus = surplus.minus(cut)
    }
  }
  return parts.map((part) => part.toFixed(2))
}
