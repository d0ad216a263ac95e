import { Decimal } from 'decimal.js'
import type { AnyRow, Label, Work } from '../../model/index.ts'
import { findIfKnown, homeCurrency, ledgerRate, minPrice } from '../quoting/index.ts'
import type { Order } from './order.ts'
import type { AgreedLine } from './orderChanges.ts'

/** Who says yes to an order that is worth less than it should be needs not ask for it. */
const approvers = ['sales_director', 'manager']

/**
 * What makes an order that comes of no contract and no quote one to ask for, a sentence each: its lines are
 * an offer that nobody has judged, so the limits of offers hold (`quote_approval_levels`, `margin_floor`). A
 * line at its list price or above is fine whatever it costs. Nothing where the house keeps no price list at
 * all.
 */
export async function pricesToAsk(
  work: Work,
  row: Order,
  lines: readonly AgreedLine[],
): Promise<readonly Label[]> {
  if (work.actor.roles.some((role) => approvers.includes(role)) || !(await keepsList(work))) return []
  const { grade, trial } = await work.get('customer', row.customer)
  const floor = String((await work.decide('margin_floor', { grade, trial: trial ?? false })).result.floor)
  const judged: Judged[] = []
  for (const line of lines) judged.push(await judge(work, row, { line, floor }))
  const off = Decimal.max(0, ...judged.map((one) => one.off)).toNumber()
  const is = (name: 'unknown' | 'below') => judged.some((one) => one[name])
  const facts = {
    discount: off,
    deviation: off,
    without_base: is('unknown'),
    below_floor: is('below'),
    late: false,
    base_lowered: false,
    cost_unknown: false,
    cost_by_hand: false,
    rate_by_hand: false,
  }
  const { hits } = await work.decide('quote_approval_levels', facts)
  return hits.length === 0 ? [] : judged.flatMap(({ said }) => said)
}

async function keepsList(work: Work): Promise<boolean> {
  try {
    return (await work.count('price_list')) >= 0
  } catch (error) {
    if ((error as { code?: string }).code === 'object_unknown') return false
    throw error
  }
}

interface Judged {
  /** Per cent below the list price; nought where there is none. */
  readonly off: Decimal
  readonly below: boolean
  readonly unknown: boolean
  readonly said: readonly Label[]
}

const fine: Judged = { off: new Decimal(0), below: false, unknown: false, said: [] }

async function judge(
  work: Work,
  row: Order,
  { line, floor }: { readonly line: AgreedLine; readonly floor: string },
): Promise<Judged> {
  const rate = await ledgerRate(work, row.currency ?? homeCurrency)
  const price = rate === null ? null : new Decimal(line.price ?? 0).mul(rate)
  const list = price && (await listed(work, row, line))
  const [item] = await findIfKnown(work, 'item', {
    where: 'code = wanted',
    with: { wanted: line.key },
    limit: 1,
  })
  const cost = new Decimal((item?.standard_cost as string | null | undefined) ?? 0)
  if (!price || (!list && cost.lte(0))) return { ...fine, unknown: true, said: [incomparable(line)] }
  if (list && price.gte(list)) return fine
  const off = list ? list.minus(price).div(list).mul(100) : new Decimal(0)
  const below =
    cost.gt(0) && price.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).lt(minPrice(cost.toFixed(), floor))
  const said = [
    ...(list ? [belowList(line, { price, list, off })] : []),
    ...(below ? [belowFloor(line, { price, cost, floor })] : []),
  ]
  return { off, below, unknown: false, said }
}

const plain = (amount: Decimal, places = 6) => amount.toDecimalPlaces(places).toFixed()

const incomparable = ({ name }: AgreedLine): Label => ({
  zh: `“${name}”没有价格表价格，也没有成本可比`,
  en: `"${name}" has neither a list price nor a cost to compare with`,
})

type Below<K extends string> = Readonly<Record<'price' | K, Decimal>>

const belowList = ({ name }: AgreedLine, { price, list, off }: Below<'list' | 'off'>): Label => ({
  zh: `“${name}”单价 ${plain(price)} 元，价格表 ${plain(list)} 元，低 ${plain(off, 2)}%`,
  en: `"${name}" at CNY ${plain(price)} is ${plain(off, 2)} % below its list price of ${plain(list)}`,
})

const belowFloor = (
  { name }: AgreedLine,
  { price, cost, floor }: Below<'cost'> & { readonly floor: string },
): Label => ({
  zh: `“${name}”单价 ${plain(price)} 元，成本 ${plain(cost)} 元，低于毛利底线 ${floor}%`,
  en: `"${name}" at CNY ${plain(price)} costs ${plain(cost)}, below the margin floor of ${floor} %`,
})

/**
 * The list price in CNY that an offer to this customer would start from: their own first, then the largest
 * quantity reached, then the latest.
 */
async function listed(work: Work, row: Order, { key, quantity }: AgreedLine): Promise<Decimal | null> {
  const found = await findIfKnown(work, 'price_list', {
    where:
      'item_code = code and valid_from <= today() and (valid_to = null or valid_to >= today()) and (customer = null or customer = buyer)',
    with: { code: key, buyer: row.customer },
    sort: '-valid_from',
  })
  const rank = (one: AnyRow) => [
    Number(one.customer !== null),
    Number((one.currency ?? homeCurrency) === row.currency),
    Number(one.min_quantity ?? 0),
  ]
  const reached = found.filter((one) => new Decimal((one.min_quantity as string | null) ?? 0).lte(quantity))
  const [best] = [...reached].sort(
    (a, b) =>
      rank(b)
        .map((value, at) => value - rank(a)[at]!)
        .find((difference) => difference !== 0) ?? 0,
  )
  const rate = best ? await ledgerRate(work, (best.currency as string | null) ?? homeCurrency) : null
  return best && rate !== null ? new Decimal(best.price as string).mul(rate) : null
}
