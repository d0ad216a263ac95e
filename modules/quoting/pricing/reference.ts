import { Decimal } from 'decimal.js'
import type { Work } from '../../../model/index.ts'
import { measuredDrawing } from '../costing/costLines.ts'
import { planLine } from '../costing/planLine.ts'
import { findIfKnown } from '../findIfKnown.ts'
import type { Quote } from '../quote.ts'
import type { QuoteLine } from '../quoteLine.ts'
import { askedPrice, floorFor, listPrice } from './pricing.ts'

/**
 * What the house itself says of a line at a quantity, whatever was typed on the quote: an approver judges the
 * offer against it.
 */
export interface Reference {
  /**
   * Of one piece in CNY by the drawing and the rules, else the item's standard cost; null where nobody knows.
   */
  readonly cost: string | null
  readonly of: 'drawing' | 'standard'
  /** Something of the piece could not be costed, so that the cost is less than it will be. */
  readonly incomplete: boolean
  /** The cost rests on figures that a person read off a sheet. */
  readonly entered: boolean
  /** As the offer states its prices; null where there is neither a list price nor a whole cost. */
  readonly price: string | null
  readonly from: 'list' | 'cost' | null
}

export async function referOf(work: Work, offer: Quote, line: QuoteLine): Promise<Reference> {
  const known = await costOf(work, line)
  const list = await listPrice(work, line, offer)
  if (list !== null) return { ...known, price: list, from: 'list' }
  if (known.cost === null || known.incomplete) return { ...known, price: null, from: null }
  const { target } = await floorFor(work, offer.customer)
  return { ...known, price: askedPrice(offer, known.cost, target), from: 'cost' }
}

type KnownCost = Pick<Reference, 'cost' | 'of' | 'incomplete' | 'entered'>

async function costOf(work: Work, line: QuoteLine): Promise<KnownCost> {
  const part = await measuredDrawing(work, line)
  const plan = part && (await planLine(work, line, { part, batch: line.quantity }))
  if (plan && plan.missing.length === 0)
    return {
      cost: positive(plan.per_piece),
      of: 'drawing',
      incomplete: false,
      entered: plan.notes.some((said) => said.code === 'figures_entered'),
    }
  const standard = positive(await standardCost(work, line.item_code))
  if (standard !== null || !plan) return { cost: standard, of: 'standard', incomplete: false, entered: false }
  return { cost: positive(plan.per_piece), of: 'drawing', incomplete: true, entered: false }
}

const positive = (cost: string | null): string | null =>
  cost !== null && new Decimal(cost).gt(0) ? cost : null

/** What an item costs by the ledger of items, which inventory keeps; null for what is not in it. */
export async function standardCost(work: Work, code: string | null): Promise<string | null> {
  if (!code) return null
  const [item] = await findIfKnown(work, 'item', {
    where: 'code = the_code',
    with: { the_code: code },
    limit: 1,
  })
  const cost = (item?.standard_cost as string | null | undefined) ?? null
  return cost === null ? null : new Decimal(cost).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(2)
}
