import { Decimal } from 'decimal.js'
import type { Work } from '../../../model/index.ts'
import { costQuoteLine } from '../costing/costLines.ts'
import { costLine, costSheet, type CostSheet } from '../costing/costSheet.ts'
import { linesOf } from '../linesOf.ts'
import { quoteLine, type QuoteLine } from '../quoteLine.ts'
import { type Quote } from '../quote.ts'
import { referOf, type Reference } from './reference.ts'

export interface SettledLine extends QuoteLine {
  readonly reference: Reference
}

/**
 * The lines of an offer as they are judged, with what the house says of each. What was typed on a cost sheet
 * after the last costing counts in the margin, too. A base price that the house gave follows the quantity and
 * the day; one that a person typed stays. Writes nothing.
 */
export async function settleLines(work: Work, offer: Quote): Promise<readonly SettledLine[]> {
  const settled = []
  for (const line of await linesOf(work, offer.id)) settled.push(await settleLine(work, offer, line))
  return settled
}

/** One line of an offer, settled. */
export async function settleLine(work: Work, offer: Quote, line: QuoteLine): Promise<SettledLine> {
  const reference = await referOf(work, offer, line)
  const sheet = await sheetOf(work, line)
  const typed = line.cost !== null && new Decimal(line.cost).gt(0) ? line.cost : null
  // A sheet that the drawing cannot fill says less than the ledger of items.
  const unfilled =
    sheet !== null &&
    line.drawing !== null &&
    reference.of === 'standard' &&
    reference.cost !== null &&
    (await countByHand(work, sheet)) === 0
  const cost = unfilled ? reference.cost : (sheet?.total ?? typed ?? reference.cost)
  return {
    ...line,
    reference,
    cost,
    cost_incomplete: await isIncomplete(work, sheet, reference),
    base_price: isGiven(line) && reference.price !== null ? reference.price : line.base_price,
    reference_price: reference.price,
    reference_from: reference.from,
  }
}

/** The house gave this price, and nobody has typed over it. */
export const isGiven = ({
  base_price,
  reference_price,
}: Pick<QuoteLine, 'base_price' | 'reference_price'>): boolean =>
  base_price !== null && reference_price !== null && new Decimal(base_price).eq(reference_price)

/** What the costing could not include stays unknown until somebody adds a line for it by hand. */
async function isIncomplete(work: Work, sheet: CostSheet | null, reference: Reference): Promise<boolean> {
  return reference.incomplete && (sheet === null || (await countByHand(work, sheet)) === 0)
}

/** Items that a person added to a sheet. */
const countByHand = (work: Work, sheet: CostSheet): Promise<number> =>
  work.count(costLine, 'cost_sheet = sheet and key = null', { sheet: sheet.id })

const sheetOf = (work: Work, { id }: QuoteLine): Promise<CostSheet | null> =>
  work.first(costSheet, { where: 'quote_line = line', with: { line: id } })

/** Settles the lines and writes it down: a sheet made for another quantity is costed again first. */
export async function writeSettled(work: Work, offer: Quote): Promise<readonly SettledLine[]> {
  for (const line of await linesOf(work, offer.id)) {
    const sheet = await sheetOf(work, line)
    if (sheet && !new Decimal(sheet.batch ?? 1).eq(line.quantity)) await costQuoteLine(work, line)
  }
  const settled = []
  for (const line of await settleLines(work, offer)) {
    const { cost, cost_incomplete, base_price, reference_price, reference_from } = line
    settled.push({
      ...(await work.change(quoteLine, line.id, {
        cost,
        cost_incomplete,
        base_price,
        reference_price,
        reference_from,
      })),
      reference: line.reference,
    })
  }
  return settled
}
