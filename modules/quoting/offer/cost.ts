import { defineAction, type Work } from '../../../model/index.ts'
import { costQuoteLine } from '../costing/costLines.ts'
import type { CostSheet } from '../costing/costSheet.ts'
import { linesOf } from '../linesOf.ts'
import { wordNotes, type NoteSaid } from '../part/costSentences.ts'
import { withRate } from '../pricing/exchange.ts'
import { askedPrice, floorFor } from '../pricing/pricing.ts'
import { settleLine } from '../pricing/settleLines.ts'
import { quote, type Quote } from '../quote.ts'
import { quoteLine } from '../quoteLine.ts'

/**
 * Costs every line that has a measured drawing, and gives lines without a base price the list's or the one
 * their cost asks for.
 */
export const costQuote = defineAction(quote, 'cost', {
  label: { zh: '核算成本', en: 'Cost' },
  when: 'stage = "draft"',
  because: { zh: '只有草稿可以核算', en: 'Only a draft can be costed' },
  run: async (work, row) => costLines(work, row),
})

export async function costLines(work: Work, saved: Quote) {
  const offer = await withRate(work, saved)
  const { target } = await floorFor(work, offer.customer)
  const answers = []
  for (const line of await linesOf(work, offer.id)) {
    const sheet = await costQuoteLine(work, line)
    const {
      cost,
      cost_incomplete,
      base_price: given,
      reference_price,
      reference_from,
    } = await settleLine(work, offer, line)
    const base_price =
      given ?? reference_price ?? (cost && Number(cost) > 0 ? askedPrice(offer, cost, target) : null)
    await work.change(quoteLine, line.id, {
      cost,
      cost_incomplete,
      base_price,
      reference_price,
      reference_from,
    })
    answers.push({
      line: line.id,
      name: line.name,
      cost_sheet: sheet?.id ?? null,
      cost,
      base_price,
      notes: notesOf(work, sheet),
    })
  }
  await work.emit('quote.costed', { object: 'quote', record: offer.id, lines: answers.length })
  const { cost_total, total, margin_percent } = await work.get(quote, offer.id)
  return { lines: answers, cost_total, total, margin_percent }
}

/** What is not in the cost, for who asked, in his language. */
function notesOf({ actor }: Work, sheet: CostSheet | null): string | null {
  if (!sheet?.not_included) return sheet?.notes ?? null
  return wordNotes(sheet.not_included as readonly NoteSaid[])
    .map((one) => one[actor.language] ?? one.zh)
    .join('\n')
}
