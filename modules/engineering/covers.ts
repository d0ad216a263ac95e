import { Decimal } from 'decimal.js'

export interface Range {
  readonly parameter: string
  readonly min: string | null
  readonly max: string | null
  readonly unit: string | null
}

/**
 * Whether what a product keeps contains what is asked for: −40…125 ℃ covers −20…85 ℃. Ends included; units
 * must be the same.
 */
export function covers(product: Range, need: Range): boolean {
  if (plain(product.parameter) !== plain(need.parameter) || plain(product.unit) !== plain(need.unit))
    return false
  const low = need.min === null || (product.min !== null && new Decimal(product.min).lte(need.min))
  const high = need.max === null || (product.max !== null && new Decimal(product.max).gte(need.max))
  return low && high
}

/** ℃ and °C, full width and half, blanks and case are one. */
const plain = (word: string | null) => (word ?? '').normalize('NFKC').replace(/\s/g, '').toLowerCase()
