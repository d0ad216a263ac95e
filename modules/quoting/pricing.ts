import { Decimal } from 'decimal.js'
import { refuse, type Label, type Work } from '../../model/index.ts'
import { customer as customers } from '../customers/index.ts'
import { minPrice } from './costing.ts'
import { priceList } from './ledgers.ts'
import { cents } from './part/costExtras.ts'
import type { Quote, QuoteLine } from './quote.ts'

export interface Floor {
  readonly floor: string
  readonly target: string
  /** What people call the rule that set it; nothing where none did. */
  readonly rule: Label | undefined
}

export async function floorFor(work: Work, buyer: string): Promise<Floor> {
  const { grade, trial } = await work.get(customers, buyer)
  const { result, hits } = await work.decide('margin_floor', { grade, trial: trial ?? false })
  return { floor: String(result.floor), target: String(result.target), rule: hits[0]?.label }
}

/**
 * What an offer asks for a cost: the price that keeps the target, as the offer states its prices, in its currency and with the tax where they include it.
 * Null while nobody has given the rate of a foreign currency.
 */
export function askedPrice(offer: Quote, cost: string, target: string): string | null {
  if (offer.currency !== 'CNY' && new Decimal(offer.exchange_rate).eq(1)) return null
  const tax = offer.price_includes_tax ? new Decimal(offer.tax_rate).div(100).plus(1) : new Decimal(1)
  return cents(new Decimal(minPrice(cost, target)).mul(tax).div(offer.exchange_rate))
}

/** The base price of an item on a day: the customer's own before everybody's, the largest quantity reached, the latest. */
export async function listPrice(work: Work, line: Pick<QuoteLine, 'item_code' | 'quantity'>, buyer: string): Promise<string | null> {
  if (!line.item_code) return null
  const found = await work.find(priceList, {
    where: 'item_code = code and valid_from <= today() and (valid_to = null or valid_to >= today()) and (customer = null or customer = buyer)',
    with: { code: line.item_code, buyer }, sort: '-valid_from', limit: 100,
  })
  const best = found.filter((one) => new Decimal(one.min_quantity ?? 0).lte(line.quantity)).sort((a, b) => Number(b.customer !== null) - Number(a.customer !== null) || Number(b.min_quantity ?? 0) - Number(a.min_quantity ?? 0))[0]
  return best?.price ?? null
}

/**
 * Refuses a quote with a line below its margin floor, naming the line and the lowest price. Price is held against price, in cents
 * and CNY without tax, so that the floor price itself always passes. Lines whose cost nobody knows are not judged.
 */
export async function keepMargin(work: Work, offer: Quote, lines: readonly QuoteLine[]): Promise<void> {
  const { floor, rule } = await floorFor(work, offer.customer)
  for (const line of lines) {
    if (line.cost === null || new Decimal(line.cost).lte(0)) continue
    const lowest = minPrice(line.cost, floor)
    const net = netPrice(line, offer)
    if (reaches(net, lowest)) continue
    const margin = net.minus(line.cost).div(net).mul(100).toFixed(2)
    throw refuse('margin_too_low', {
      zh: `“${line.name}”毛利率 ${margin}%，低于底线 ${floor}%${rule ? `（${rule.zh}）` : ''}；不含税单价至少 ${lowest} 元`,
      en: `"${line.name}" keeps a margin of ${margin} %, below the floor of ${floor} %${rule ? ` (${rule.en ?? rule.zh})` : ''}: the price without tax must be at least CNY ${lowest}`,
    }, { field: 'lines', data: { line: line.id, floor, margin, min_price: lowest } })
  }
}

const reaches = (net: Decimal, lowest: string): boolean => net.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).gte(lowest)

export interface JudgedLine {
  readonly line: string
  /** CNY without tax; null where nobody knows the cost. */
  readonly min_price: string | null
  readonly below: boolean
}

/** What `keepMargin` would say of each line, refusing nothing. */
export function judgeMargins(offer: Quote, lines: readonly QuoteLine[], floor: string): readonly JudgedLine[] {
  return lines.map((line) => {
    if (line.cost === null || new Decimal(line.cost).lte(0)) return { line: line.id, min_price: null, below: false }
    const min_price = minPrice(line.cost, floor)
    return { line: line.id, min_price, below: line.price !== null && !reaches(netPrice(line, offer), min_price) }
  })
}

/** What one piece brings in CNY, after the discount on the whole quote and without tax. Exact. */
function netPrice(line: QuoteLine, offer: Quote): Decimal {
  const tax = offer.price_includes_tax ? new Decimal(offer.tax_rate).div(100).plus(1) : new Decimal(1)
  const kept = new Decimal(100).minus(offer.discount_percent ?? 0).div(100)
  return new Decimal(line.price!).mul(kept).div(tax).mul(offer.exchange_rate)
}
