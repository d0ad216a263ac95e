import { Decimal } from 'decimal.js'
import {
  defineAction,
  defineObject,
  money,
  number,
  percent,
  reference,
  refuse,
  text,
  type Row,
  type Work,
} from '../../../model/index.ts'
import { costSheet } from '../costing/costSheet.ts'
import { linesOf } from '../linesOf.ts'
import { quote } from '../quote.ts'
import { type QuoteLine } from '../quoteLine.ts'
import { withRate } from './exchange.ts'
import { priceAt, priceCell, readTiers, type Tier } from './priceGrid.ts'
import { readSteps } from './readSteps.ts'

/** What a piece costs from a quantity on: set-up is shared by more, so the price falls (EXP-20). */
export const quoteBreak = defineObject('quote_break', {
  label: { zh: '阶梯价', en: 'Quantity break' },
  title: 'number',
  menu: false,
  unsearchable: true,
  fields: {
    quote: reference('quote', {
      required: true,
      inverse: 'quote_breaks',
      label: { zh: '报价单', en: 'Quote' },
    }),
    quote_line: reference('quote_line', {
      required: true,
      inverse: 'quote_breaks',
      label: { zh: '报价明细', en: 'Line' },
    }),
    quantity: number({ required: true, min: 0.000001, label: { zh: '数量起', en: 'From quantity' } }),
    cost: money({ protect: 'commercial', min: 0, label: { zh: '单件成本', en: 'Unit cost' } }),
    price: money({ required: true, min: 0, scale: 6, least: 2, label: { zh: '单价', en: 'Price' } }),
    margin_target: percent({
      protect: 'commercial',
      label: { zh: '毛利目标（%）', en: 'Target margin (%)' },
    }),
    delivery_days: number({ min: 0, label: { zh: '交期（天）', en: 'Delivery (days)' } }),
  },
  list: {
    columns: ['quote_line', 'quantity', 'cost', 'price', 'margin_target', 'delivery_days'],
    sort: 'created_at',
  },
  form: [
    ['quote', 'quote_line'],
    ['quantity', 'price', 'delivery_days'],
  ],
  access: { inherit: 'quote' },
})
export type QuoteBreak = Row<typeof quoteBreak>

/**
 * Prices every costed line at several quantities, and lead times where given; what was there before for the
 * same quantity and days is renewed.
 */
export const breakQuote = defineAction(quote, 'price_breaks', {
  label: { zh: '计算阶梯价', en: 'Quantity breaks' },
  when: 'stage = "draft"',
  input: {
    quantities: text({
      required: true,
      max: 200,
      label: { zh: '数量，用逗号分开，如 10, 100, 1000', en: 'Quantities, separated by commas' },
    }),
    days: text({
      max: 100,
      label: { zh: '交期（天），用逗号分开；空则标准交期', en: 'Days to delivery; empty is the standard' },
    }),
  },
  async run(work, saved, { quantities, days }) {
    const row = await withRate(work, saved)
    const steps = readSteps(quantities, { field: 'quantities', zh: '数量', en: 'quantities' })
    const tiers = days
      ? await readTiers(work, readSteps(days, { field: 'days', zh: '天数', en: 'days', max: 6 }))
      : [null]
    const breaks = []
    for (const line of await linesOf(work, row.id))
      breaks.push(...(await breakLine(work, line, { steps, tiers })))
    if (breaks.length === 0)
      throw refuse(
        'nothing_costed',
        { zh: '没有已核算成本的明细，请先核算成本', en: 'No line is costed yet: cost the quote first' },
        { status: 409 },
      )
    return { breaks }
  },
})

async function breakLine(
  work: Work,
  line: QuoteLine,
  { steps, tiers }: { readonly steps: readonly string[]; readonly tiers: readonly (Tier | null)[] },
) {
  const sheet = await work.first(costSheet, { where: 'quote_line = line', with: { line: line.id } })
  if (!sheet) return []
  const known = await work.find(quoteBreak, { where: 'quote_line = line', with: { line: line.id } })
  const made = []
  for (const quantity of steps) {
    const one = await priceAt(work, line, quantity)
    for (const tier of tiers) {
      const price = tier ? priceCell(quantity, one, tier).price : one.price
      const figures = { cost: one.cost, price, margin_target: one.target, delivery_days: tier?.days ?? null }
      const same = known.find(
        (old) =>
          new Decimal(old.quantity).eq(quantity) &&
          (tier
            ? old.delivery_days !== null && new Decimal(old.delivery_days).eq(tier.days)
            : old.delivery_days === null),
      )
      made.push(
        same
          ? await work.change(quoteBreak, same.id, figures)
          : await work.create(quoteBreak, { quote: line.quote, quote_line: line.id, quantity, ...figures }),
      )
    }
  }
  return made.map(({ quote_line, quantity, delivery_days, cost, price }) => ({
    quote_line,
    quantity,
    delivery_days,
    cost,
    price,
  }))
}
