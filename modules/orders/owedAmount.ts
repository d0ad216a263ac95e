import { Decimal } from 'decimal.js'

/** What a line says of its goods; quantities as decimal strings. */
export interface DeliveredLine {
  readonly quantity: string
  readonly price?: string | null
  /** Gone out less what came back. */
  readonly shipped?: string | null
  /** Came back, in all. */
  readonly returned?: string | null
}

/**
 * What the customer owes for an order, to the `places` of its currency, rounded half up once.
 * - A draft owes nothing. A confirmed order owes what was agreed, less goods that came back and have not been
 *   replaced.
 * - One that is over, closed or cancelled, owes what went out and stayed there: what never went out is no
 *   longer agreed.
 * Pieces count by their prices (by their number where nothing has a price), as a share of the order's amount,
 * so that a contract's round sum is shared like its lines. An order that has no lines, or closed before
 * deliveries were kept, is a whole.
 * @example owedAmount('100.00', 'shipped', [{ quantity: '3', price: '40', shipped: '2', returned: '1' }])  //
 * '66.67'
 */
export function owedAmount(
  amount: string,
  stage: string | null,
  lines: readonly DeliveredLine[],
  places = 2,
): string {
  if (stage === 'draft') return '0.00'
  const over = stage === 'cancelled' || stage === 'closed'
  const priced = lines.some((line) => new Decimal(line.price ?? 0).times(line.quantity).gt(0))
  const weigh = (line: DeliveredLine, pieces: Decimal) => pieces.times(priced ? (line.price ?? 0) : 1)
  const whole = lines.reduce((sum, line) => sum.plus(weigh(line, new Decimal(line.quantity))), new Decimal(0))
  const moved = lines.some((line) => new Decimal(line.shipped ?? 0).plus(line.returned ?? 0).gt(0))
  if (stage === 'cancelled' && !moved) return '0.00'
  if (whole.isZero() || (stage === 'closed' && !moved)) return new Decimal(amount).toFixed(2)
  const part = lines.reduce((sum, line) => sum.plus(weigh(line, owedPieces(line, over))), new Decimal(0))
  return new Decimal(amount).times(part).div(whole).toDecimalPlaces(places, Decimal.ROUND_HALF_UP).toFixed(2)
}

/**
 * Pieces that came back and have not gone out again: of those ever delivered, what the customer no longer
 * has.
 */
export function lackingReturned({ quantity, shipped, returned }: DeliveredLine): Decimal {
  const delivered = Decimal.min(quantity, new Decimal(shipped ?? 0).plus(returned ?? 0))
  return Decimal.max(0, delivered.minus(shipped ?? 0))
}

const owedPieces = (line: DeliveredLine, over: boolean): Decimal =>
  over
    ? Decimal.min(line.quantity, line.shipped ?? 0)
    : new Decimal(line.quantity).minus(lackingReturned(line))
