import { Decimal } from 'decimal.js'
import { moneyText, type AnyRow, type Label, type Work } from '../../model/index.ts'
import { findIfKnown, homeCurrency } from '../quoting/index.ts'
import { order, type Order } from './order.ts'
import { orderLine, type OrderLine } from './orderLine.ts'
import { pricesToAsk } from './orderPrices.ts'

/**
 * What was agreed of one thing: how many, and for how much each. Kept on the order as it was drafted or last
 * approved.
 */
export interface AgreedLine {
  /** What it is: the code of its item, else its drawing, else its name. */
  readonly key: string
  readonly name: string
  readonly item?: string | null
  readonly item_code?: string | null
  readonly spec?: string | null
  /** Missing on what was agreed before units were kept. */
  readonly unit?: string
  readonly quantity: string
  readonly price: string | null
}

type Goods = Pick<OrderLine, 'item_code' | 'drawing' | 'name' | 'quantity' | 'price'> &
  Partial<Pick<OrderLine, 'item' | 'spec' | 'unit'>>

/** The lines of an order as something to hold later ones against. */
export const agreedOf = (lines: readonly Goods[]): readonly AgreedLine[] =>
  lines.map(({ item = null, item_code, drawing, name, spec = null, unit, quantity, price }) => ({
    key: item_code ?? drawing ?? name,
    item,
    item_code,
    name,
    spec,
    unit: unit ?? '件',
    quantity,
    price,
  }))

/** The same lines, each called by the item it means: what is shipped, whatever is written beside it. */
async function asMeant(work: Work, lines: readonly AgreedLine[]): Promise<readonly AgreedLine[]> {
  const meant: AgreedLine[] = []
  for (const line of lines) meant.push({ ...line, key: (await codeMeant(work, line)) ?? line.key })
  return meant
}

async function codeMeant(work: Work, { item, item_code, name, spec }: AgreedLine): Promise<string | null> {
  if (item) return (await findItem(work, item))?.code ?? null
  if (item_code !== null) return item_code ?? null
  const named = await findIfKnown(work, 'item', {
    where: `name = wanted and spec = ${spec ? 'wanted_spec' : 'null'}`,
    with: { wanted: name, ...(spec ? { wanted_spec: spec } : {}) },
    limit: 2,
  })
  return named.length === 1 ? named[0]!.code : null
}

export const findItem = (work: Work, id: string): Promise<AnyRow | null> => firstIfKnown(work, 'item', id)

/** Whether an order's lines are still those that were asked for. */
export const asAsked = async (work: Work, row: Order): Promise<boolean> =>
  row.asked_lines === null ||
  differences(await asMeant(work, row.asked_lines as readonly AgreedLine[]), await linesMeant(work, [row.id]))
    .length === 0

const linesMeant = async (work: Work, ids: readonly string[]): Promise<readonly AgreedLine[]> =>
  asMeant(work, agreedOf(await linesOf(work, ids)))

/**
 * How an order differs in goods and money from what was agreed, a sentence each; nothing where it does not.
 * Lines of one thing at one price count together, so that a line is split over two deliveries without asking.
 * @param only `more` leaves out what is less than was agreed, as of an order that takes a part of its
 * contract
 * @example differences([{ key: 'A', name: '法兰', quantity: '10', price: '5' }], []) // [{ zh: '“法兰”单价 5：约定
 * 10，订单 0', ... }]
 */
export function differences(
  agreed: readonly AgreedLine[],
  now: readonly AgreedLine[],
  only?: 'more',
): readonly Label[] {
  const byUnit = agreed.every(({ unit }) => unit !== undefined)
  const priceOf = ({ price }: AgreedLine) => (price === null ? '—' : new Decimal(price).toFixed())
  const idOf = (line: AgreedLine) => JSON.stringify([line.key, byUnit ? line.unit : null, priceOf(line)])
  const sum = (lines: readonly AgreedLine[], id: string) =>
    lines
      .filter((one) => idOf(one) === id)
      .reduce((total, { quantity }) => total.plus(quantity), new Decimal(0))
  const each = new Map([...agreed, ...now].map((one) => [idOf(one), one]))
  const alike = (one: AgreedLine) =>
    [...each.values()].filter((other) => other.name === one.name && priceOf(other) === priceOf(one)).length >
    1
  return [...each].flatMap(([id, line]) => {
    const [before, after, at] = [sum(agreed, id), sum(now, id), priceOf(line)]
    // Two things of one name are told apart by what they are.
    const name = alike(line)
      ? `${line.name}（${[line.key, line.unit].filter(Boolean).join('，')}）`
      : line.name
    return before.eq(after) || (only === 'more' && after.lt(before))
      ? []
      : [
          {
            zh: `“${name}”单价 ${at}：约定 ${before.toFixed()}，订单 ${after.toFixed()}`,
            en: `"${name}" at ${at}: ${before.toFixed()} agreed, ${after.toFixed()} ordered`,
          },
        ]
  })
}

/**
 * What an order that comes of a contract or a quote has different from it and nobody has approved: all that
 * was agreed, where the house drafted it; no more than is agreed with its other orders, where a person made
 * it. An order without either is held against the price list.
 */
export async function changesOf(work: Work, row: Order): Promise<readonly Label[]> {
  const contract = await firstIfKnown(work, 'contract', row.contract)
  const quote = await firstIfKnown(work, 'quote', contract?.quote ?? row.quote)
  const agreed = row.agreed_lines as readonly AgreedLine[] | null
  const open = agreed
    ? []
    : [
        ...(contract && unsigned.has(contract.stage ?? '') ? [notSigned] : []),
        ...(!contract && quote && unaccepted.has(quote.stage ?? '') ? [notAccepted] : []),
      ]
  if (open.length > 0) return open
  const currency = contract?.currency ?? quote?.currency ?? row.currency
  const foreign =
    currency !== row.currency
      ? [
          {
            zh: `币种：约定 ${currency}，订单 ${row.currency}`,
            en: `Currency: ${currency} agreed, ${row.currency} ordered`,
          },
        ]
      : []
  const buyer = (contract ?? quote)?.customer ?? row.customer
  const strange = buyer !== row.customer ? [anothersPaper] : []
  const head = [...strange, ...foreign]
  if (agreed) return [...head, ...differences(await asMeant(work, agreed), await linesMeant(work, [row.id]))]
  const beside = await ordersBeside(work, row)
  const quoted = quote
    ? await findIfKnown(work, 'quote_line', { where: 'quote = the_quote', with: { the_quote: quote.id } })
    : []
  if (quoted.length > 0)
    return [
      ...head,
      ...differences(
        await asMeant(work, agreedOf(quoted as unknown as readonly Goods[])),
        await linesMeant(work, beside),
        'more',
      ),
    ]
  return [
    ...head,
    ...(contract
      ? sumExceeds(contract, await linesOf(work, beside))
      : await pricesToAsk(work, row, await linesMeant(work, [row.id]))),
  ]
}

const firstIfKnown = async (
  work: Work,
  object: string,
  id: string | null | undefined,
): Promise<AnyRow | null> =>
  id ? ((await findIfKnown(work, object, { where: 'id = wanted', with: { wanted: id } }))[0] ?? null) : null

/** Stages in which a contract, or a quote without one, binds nobody yet or any more. */
const unsigned: ReadonlySet<string> = new Set(['draft', 'approving', 'approved', 'terminated'])
const unaccepted: ReadonlySet<string> = new Set(['draft', 'submitted', 'declined', 'superseded'])
const notSigned = { zh: '合同尚未签订', en: 'The contract is not signed' }
const notAccepted = { zh: '报价单尚未批准，或已作废', en: 'The quote is not approved, or void' }

const anothersPaper = {
  zh: '客户与合同或报价单上的不同',
  en: 'The customer is not the one of the contract or quote',
}

/** This order and the others that take from the same contract or quote. */
async function ordersBeside(work: Work, row: Order): Promise<readonly string[]> {
  const by = row.contract ? 'contract' : 'quote'
  const others = row[by]
    ? await work.find(order, {
        where: `${by} = wanted and stage != "cancelled" and id != own`,
        with: { wanted: row[by], own: row.id },
      })
    : []
  return [row.id, ...others.map(({ id }) => id)]
}

const linesOf = (work: Work, ids: readonly string[]): Promise<OrderLine[]> =>
  work.find(orderLine, { where: 'order in orders', with: { orders: ids } })

/** A contract without lines of its own says only how much it is worth in all. */
function sumExceeds(contract: AnyRow, lines: readonly OrderLine[]): readonly Label[] {
  const sum = lines.reduce((total, { amount }) => total.plus(amount ?? 0), new Decimal(0))
  if (contract.amount === null || sum.lte(contract.amount)) return []
  const [before, after] = [contract.amount, sum.toFixed(2)].map((amount) =>
    moneyText(amount, contract.currency ?? homeCurrency),
  )
  return [
    {
      zh: `明细合计：合同 ${before}，订单 ${after}`,
      en: `The lines come to ${after}, the contract to ${before}`,
    },
  ]
}
