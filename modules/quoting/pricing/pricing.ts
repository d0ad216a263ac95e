import { Decimal } from 'decimal.js'
import { atLeast, refuse, type Label, type Work } from '../../../model/index.ts'
import { customer as customers } from '../../customers/index.ts'
import { priceList } from '../ledgers.ts'
import { cents } from '../part/costExtras.ts'
import { minPrice } from '../part/formulas.ts'
import { homeCurrency } from '../currencies.ts'
import { type Quote } from '../quote.ts'
import { type QuoteLine } from '../quoteLine.ts'
import { ledgerRate, rateMissing, typedRate } from './exchange.ts'

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

/** What an offer's prices hold beside the price without tax. */
const taxIn = (offer: Quote): Decimal =>
  offer.price_includes_tax ? new Decimal(offer.tax_rate).div(100).plus(1) : new Decimal(1)

/**
 * What an offer asks for a cost: the price that keeps the target, as the offer states its prices, in its
 * currency and with the tax where they include it. Null while nobody has given the rate of a foreign
 * currency.
 */
export function askedPrice(offer: Quote, cost: string, target: string): string | null {
  const rate = typedRate(offer)
  return rate === null ? null : cents(new Decimal(minPrice(cost, target)).mul(taxIn(offer)).div(rate))
}

/** Digits of a price of one piece. */
export const priceDigits = 6

/**
 * The base price of an item today, as the offer states its prices: the customer's own before everybody's, one
 * in the offer's currency before others, the largest quantity reached, the latest. A list price is without
 * tax; one in another currency is turned into the offer's at the offer's rate, to `priceDigits`. Null where
 * the list has none; refuses `exchange_rate_missing`.
 */
export async function listPrice(
  work: Work,
  line: Pick<QuoteLine, 'item_code' | 'quantity'>,
  offer: Quote,
): Promise<string | null> {
  if (!line.item_code) return null
  const found = await work.find(priceList, {
    where:
      'item_code = code and valid_from <= today() and (valid_to = null or valid_to >= today()) and (customer = null or customer = buyer)',
    with: { code: line.item_code, buyer: offer.customer },
    sort: '-valid_from',
  })
  const rank = (one: (typeof found)[number]) => [
    Number(one.customer !== null),
    Number((one.currency ?? homeCurrency) === offer.currency),
    Number(one.min_quantity ?? 0),
  ]
  const reached = found.filter((one) => new Decimal(one.min_quantity ?? 0).lte(line.quantity))
  const best = reached.sort(
    (a, b) =>
      rank(b)
        .map((value, at) => value - rank(a)[at]!)
        .find((difference) => difference !== 0) ?? 0,
  )[0]
  return best ? inOffer(work, offer, { price: best.price, currency: best.currency ?? homeCurrency }) : null
}

/** A price without tax as an offer states it. */
async function inOffer(
  work: Work,
  offer: Quote,
  { price, currency }: { readonly price: string; readonly currency: string },
): Promise<string> {
  if (currency === offer.currency) return pieced(new Decimal(price).mul(taxIn(offer)))
  const [from, to] = [await ledgerRate(work, currency), typedRate(offer)]
  if (from === null || to === null) throw rateMissing(from === null ? currency : offer.currency)
  return pieced(new Decimal(price).mul(from).div(to).mul(taxIn(offer)))
}

const pieced = (price: Decimal): string =>
  atLeast(price.toDecimalPlaces(priceDigits, Decimal.ROUND_HALF_UP).toFixed(), 2)

type Priced = Pick<QuoteLine, 'base_price' | 'discount_percent' | 'agreed_price'>

/** What a line asks for one piece, not rounded; null where nobody has said. */
export function priceOf({ agreed_price, base_price, discount_percent }: Priced): Decimal | null {
  if (agreed_price !== null) return new Decimal(agreed_price)
  return base_price === null
    ? null
    : new Decimal(base_price).mul(new Decimal(100).minus(discount_percent ?? 0)).div(100)
}

/**
 * What one piece brings in CNY, after the discount on the whole quote and without tax. Exact; null without a
 * price or a rate.
 */
export function netPrice(line: Priced, offer: Quote): Decimal | null {
  const [price, rate] = [priceOf(line), typedRate(offer)]
  if (price === null || rate === null) return null
  return price
    .mul(new Decimal(100).minus(offer.discount_percent ?? 0).div(100))
    .div(taxIn(offer))
    .mul(rate)
}

/**
 * A price is held against the lowest price in cents, not its percentage against the floor, so that the floor
 * price itself always passes.
 */
export const reaches = (net: Decimal, cost: string, floor: string): boolean =>
  net.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).gte(minPrice(cost, floor))

const isKnown = (cost: string | null): cost is string => cost !== null && new Decimal(cost).gt(0)

/**
 * Refuses a quote with a line below its margin floor, naming the line and the lowest price. A line whose cost
 * nobody knows is for an approver.
 */
export async function keepMargin(work: Work, offer: Quote, lines: readonly QuoteLine[]): Promise<void> {
  const { floor, rule } = await floorFor(work, offer.customer)
  for (const line of lines) {
    const net = netPrice(line, offer)
    if (!isKnown(line.cost) || net === null || reaches(net, line.cost, floor)) continue
    const lowest = minPrice(line.cost, floor)
    const margin = net.gt(0) ? net.minus(line.cost).div(net).mul(100).toFixed(2) : null
    throw refuse(
      'margin_too_low',
      {
        zh: `“${line.name}”${margin === null ? '不收钱' : `毛利率 ${margin}%`}，低于底线 ${floor}%${rule ? `（${rule.zh}）` : ''}；不含税单价至少 ${lowest} 元`,
        en: `"${line.name}" ${margin === null ? 'is given away' : `keeps a margin of ${margin} %`}, below the floor of ${floor} %${rule ? ` (${rule.en ?? rule.zh})` : ''}: the price without tax must be at least CNY ${lowest}`,
      },
      { field: 'lines', data: { line: line.id, floor, margin, min_price: lowest } },
    )
  }
}

export interface JudgedLine {
  readonly line: string
  /** CNY without tax; null where nobody knows the cost. */
  readonly min_price: string | null
  readonly below: boolean
}

/** What `keepMargin` would say of each line, refusing nothing. */
export function judgeMargins(
  offer: Quote,
  lines: readonly QuoteLine[],
  floor: string,
): readonly JudgedLine[] {
  return lines.map((line) => {
    if (!isKnown(line.cost)) return { line: line.id, min_price: null, below: false }
    const net = netPrice(line, offer)
    return {
      line: line.id,
      min_price: minPrice(line.cost, floor),
      below: net !== null && !reaches(net, line.cost, floor),
    }
  })
}
