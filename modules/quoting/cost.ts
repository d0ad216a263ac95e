import { defineAction, type Work } from '../../model/index.ts'
import { costQuoteLine } from './costLines.ts'
import { costSheet, type CostSheet } from './costSheet.ts'
import { wordNotes, type NoteSaid } from './part/costSentences.ts'
import { askedPrice, floorFor, listPrice } from './pricing.ts'
import { quote, quoteLine, type Quote, type QuoteLine } from './quote.ts'

/** Costs every line that has a measured drawing, and gives lines without a base price the list's or the one their cost asks for. */
export const costQuote = defineAction(quote, 'cost', {
  label: { zh: '核算成本', en: 'Cost' }, when: 'stage = "draft"', because: { zh: '只有草稿可以核算', en: 'Only a draft can be costed' },
  run: async (work, row) => costLines(work, row),
})

export async function costLines(work: Work, offer: Quote) {
  const { target } = await floorFor(work, offer.customer)
  const answers = []
  for (const line of await linesOf(work, offer.id)) {
    const sheet = await costQuoteLine(work, line)
    const cost = sheet ? sheet.total : ((await sheetTotal(work, line)) ?? line.cost)
    const base_price = line.base_price ?? (await listPrice(work, line, offer.customer)) ?? (cost && Number(cost) > 0 ? askedPrice(offer, cost, target) : null)
    await work.change(quoteLine, line.id, { cost, base_price })
    answers.push({ line: line.id, name: line.name, cost_sheet: sheet?.id ?? null, cost, base_price, notes: notesOf(work, sheet) })
  }
  await work.emit('quote.costed', { object: 'quote', record: offer.id, lines: answers.length })
  const { cost_total, total, margin_percent } = await work.get(quote, offer.id)
  return { lines: answers, cost_total, total, margin_percent }
}

/** What is not in the cost, for who asked, in his language. */
function notesOf({ actor }: Work, sheet: CostSheet | null): string | null {
  if (!sheet?.not_included) return sheet?.notes ?? null
  return wordNotes(sheet.not_included as readonly NoteSaid[]).map((one) => one[actor.language] ?? one.zh).join('\n')
}

/** What the cost sheet of a line says now, items that were added or changed by hand included; null without a sheet or with an empty one. */
const sheetTotal = async (work: Work, { id }: QuoteLine): Promise<string | null> => (await work.first(costSheet, { where: 'quote_line = line', with: { line: id } }))?.total ?? null

/** The lines of an offer as its cost sheets stand: what somebody typed on a sheet after the last costing counts in the margin, too. Writes nothing. */
export async function linesAsCosted(work: Work, offer: string): Promise<readonly QuoteLine[]> {
  const lines = []
  for (const line of await linesOf(work, offer)) lines.push({ ...line, cost: (await sheetTotal(work, line)) ?? line.cost })
  return lines
}

export const linesOf = (work: Work, offer: string): Promise<QuoteLine[]> => work.find(quoteLine, { where: 'quote = offer', with: { offer }, sort: 'created_at' })
