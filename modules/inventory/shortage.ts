import { Decimal } from 'decimal.js'

export interface Demand {
  readonly ordered: string
  /** On hand less what is kept for others; may be below zero after a count. */
  readonly available: string
}

/** What of a demand stock can meet, and what is short: ordered − available, never below zero (ORD-06). */
export function splitDemand({ ordered, available }: Demand): {
  readonly reserve: string
  readonly shortage: string
} {
  const reserve = Decimal.max(0, Decimal.min(ordered, available))
  return { reserve: reserve.toFixed(), shortage: new Decimal(ordered).minus(reserve).toFixed() }
}
