import { Decimal } from 'decimal.js'
import { defineAction, defineObject, money, number, percent, reference, refuse, text, type Row, type Work } from '../../model/index.ts'
import { costSheet, costLine } from './costSheet.ts'
import { linesOf } from './cost.ts'
import { minPrice } from './costing.ts'
import { costAt } from './costAt.ts'
import { floorFor } from './pricing.ts'
import { quote, type QuoteLine } from './quote.ts'

/** What a piece costs from a quantity on: set-up is shared by more, so the price falls (EXP-20). */
export const quoteBreak = defineObject('quote_break', {
  label: { zh: '阶梯价', en: 'Quantity break' },
  title: 'number',
  menu: false,
  unsearchable: true,
  fields: {
    quote: reference('quote', { required: true, inverse: 'quote_breaks', label: { zh: '报价单', en: 'Quote' } }),
    quote_line: reference('quote_line', { required: true, inverse: 'quote_breaks', label: { zh: '报价明细', en: 'Line' } }),
    quantity: number({ required: true, min: 0.000001, label: { zh: '数量起', en: 'From quantity' } }),
    cost: money({ min: 0, label: { zh: '单件成本', en: 'Unit cost' } }),
    price: money({ required: true, min: 0, label: { zh: '单价', en: 'Price' } }),
    margin_target: percent({ label: { zh: '毛利目标（%）', en: 'Target margin (%)' } }),
    delivery_days: number({ min: 0, label: { zh: '交期（天）', en: 'Delivery (days)' } }),
  },
  list: { columns: ['quote_line', 'quantity', 'cost', 'price', 'margin_target', 'delivery_days'], sort: 'created_at' },
  form: [['quote', 'quote_line'], ['quantity', 'price', 'delivery_days']],
  access: { inherit: 'quote' },
})
export type QuoteBreak = Row<typeof quoteBreak>

/** Prices every costed line at several quantities; what was there before for a quantity is renewed. */
export const breakQuote = defineAction(quote, 'price_breaks', {
  label: { zh: '计算阶梯价', en: 'Quantity breaks' }, when: 'stage = "draft"',
  input: { quantities: text({ required: true, max: 200, label: { zh: '数量，用逗号分开，如 10, 100, 1000', en: 'Quantities, separated by commas' } }) },
  async run(work, row, { quantities }) {
    const steps = readQuantities(quantities)
    const { target } = await floorFor(work, row.customer)
    const breaks = []
    for (const line of await linesOf(work, row.id)) breaks.push(...(await breakLine(work, line, steps, target)))
    if (breaks.length === 0) throw refuse('nothing_costed', { zh: '没有已核算成本的明细，请先核算成本', en: 'No line is costed yet: cost the quote first' }, { status: 409 })
    return { breaks }
  },
})

function readQuantities(text: string): string[] {
  const steps = text.split(/[,，、;；\s]+/).filter(Boolean)
  if (steps.length === 0 || steps.length > 12 || steps.some((step) => !/^\d{1,9}(\.\d{1,6})?$/.test(step) || Number(step) <= 0)) throw refuse('quantities_invalid', { zh: '请给出1到12个大于0的数量，用逗号分开', en: 'Give 1 to 12 quantities above 0, separated by commas' }, { field: 'quantities' })
  return [...new Set(steps.map((step) => new Decimal(step).toFixed()))].sort((a, b) => Number(a) - Number(b))
}

async function breakLine(work: Work, line: QuoteLine, steps: readonly string[], target: string) {
  const sheet = await work.first(costSheet, { where: 'quote_line = line', with: { line: line.id } })
  if (!sheet) return []
  const items = await work.find(costLine, { where: 'cost_sheet = sheet', with: { sheet: sheet.id } })
  const known = await work.find(quoteBreak, { where: 'quote_line = line', with: { line: line.id } })
  const made = []
  for (const quantity of steps) {
    const cost = costAt(items, quantity)
    const figures = { cost, price: minPrice(cost, target), margin_target: target }
    const same = known.find((one) => new Decimal(one.quantity).eq(quantity))
    made.push(same ? await work.change(quoteBreak, same.id, figures) : await work.create(quoteBreak, { quote: line.quote, quote_line: line.id, quantity, ...figures }))
  }
  return made.map(({ quote_line, quantity, cost, price }) => ({ quote_line, quantity, cost, price }))
}
