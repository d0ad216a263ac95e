import { Decimal } from 'decimal.js'
import { defineReaction } from '../../../model/index.ts'
import { costQuoteLine, measuredDrawing } from '../costing/costLines.ts'
import { costSheet } from '../costing/costSheet.ts'
import { nestingFor } from '../costing/planLine.ts'
import { askedPrice, floorFor } from '../pricing/pricing.ts'
import { quote } from '../quote.ts'
import { quoteLine } from '../quoteLine.ts'

/**
 * A nesting that a costing waited for is there: drafts with that batch are costed again, and a base price
 * that came from the cost follows it.
 */
export const costNested = defineReaction('quoting.cost_nested', {
  on: ['drawing.nested'],
  async run(work, event) {
    const batches = new Set<number>(event.payload.batches)
    const waiting = await work.find(quoteLine, {
      where: 'drawing = part and quote.stage = "draft"',
      with: { part: event.record },
    })
    for (const line of waiting.filter((one) => batches.has(ceil(one.quantity)))) {
      const sheet = await work.first(costSheet, { where: 'quote_line = line', with: { line: line.id } })
      // What was costed for another batch was not waiting: it is costed again when somebody asks.
      if (!sheet || !batches.has(ceil(sheet.batch ?? '1'))) continue
      const offer = await work.get(quote, line.quote)
      const { target } = await floorFor(work, offer.customer)
      const followed =
        line.cost !== null &&
        line.base_price !== null &&
        line.base_price === askedPrice(offer, line.cost, target)
      const again = await costQuoteLine(work, line)
      if (again?.total && again.total !== line.cost)
        await work.change(quoteLine, line.id, {
          cost: again.total,
          ...(followed ? { base_price: askedPrice(offer, again.total, target) } : {}),
        })
    }
  },
})

const ceil = (quantity: string): number => new Decimal(quantity).ceil().toNumber()

/**
 * The batch of a new line, or a changed one, is nested ahead, so that it is there by the time somebody costs
 * it.
 */
export const nestAhead = defineReaction('quoting.nest_ahead', {
  on: ['quote_line.created', 'quote_line.updated'],
  async run(work, event) {
    const { changes } = event.payload
    if (event.name.endsWith('updated') && !(changes && ('quantity' in changes || 'drawing' in changes)))
      return
    const line = await work.first(quoteLine, {
      where: 'id = wanted and drawing != null',
      with: { wanted: event.record },
    })
    const part = line && (await measuredDrawing(work, line))
    if (part) await nestingFor(work, part, line.quantity)
  },
})
