import { Decimal } from 'decimal.js'

export interface CardProgress {
  readonly state: string | null
  readonly quantity: string
  readonly good: string | null
  readonly scrap: string | null
  readonly planned_minutes: string | null
}

/**
 * Percent of a work order that is done: each operation counts by its planned minutes (alike where none are
 * planned), pieces reported over pieces due; a finished one is whole. Rounded half up to two places.
 */
export function workProgress(cards: readonly CardProgress[]): string {
  if (cards.length === 0) return '0'
  const planned = cards.reduce((sum, card) => sum.plus(card.planned_minutes ?? 0), new Decimal(0))
  const weigh = (card: CardProgress) =>
    planned.isZero() ? new Decimal(1) : new Decimal(card.planned_minutes ?? 0)
  const total = planned.isZero() ? new Decimal(cards.length) : planned
  const done = cards.reduce((sum, card) => sum.plus(weigh(card).times(shareOf(card))), new Decimal(0))
  return done.div(total).times(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed()
}

const shareOf = (card: CardProgress): Decimal => {
  if (card.state === 'done') return new Decimal(1)
  if (new Decimal(card.quantity).isZero()) return new Decimal(0)
  return Decimal.min(1, new Decimal(card.good ?? 0).plus(card.scrap ?? 0).div(card.quantity))
}

export interface LineProgress {
  readonly quantity: string
  /** Pieces that lie reserved or have gone out. */
  readonly covered: string
  /** Work for the line that has not reached stock yet. */
  readonly in_work: readonly { readonly quantity: string; readonly progress: string | null }[]
}

/**
 * Percent of an order: pieces on stock for it are whole, pieces in work count by their progress, never more
 * than the line asks for.
 */
export function orderProgress(lines: readonly LineProgress[]): string {
  const total = lines.reduce((sum, line) => sum.plus(line.quantity), new Decimal(0))
  if (total.isZero()) return '0'
  const done = lines.reduce((sum, line) => {
    const made = line.in_work.reduce(
      (pieces, work) => pieces.plus(new Decimal(work.quantity).times(work.progress ?? 0).div(100)),
      new Decimal(line.covered),
    )
    return sum.plus(Decimal.min(line.quantity, made))
  }, new Decimal(0))
  return done.div(total).times(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed()
}
