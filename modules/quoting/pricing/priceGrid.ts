import { Decimal } from 'decimal.js'
import { defineAction, refuse, text, type Work } from '../../../model/index.ts'
import { costAt, itemAt } from '../costing/costAt.ts'
import { measuredDrawing } from '../costing/costLines.ts'
import { costLine, costSheet } from '../costing/costSheet.ts'
import { planLine } from '../costing/planLine.ts'
import { readAnswer } from '../part/askRules.ts'
import { cents } from '../part/costExtras.ts'
import { ruleOf } from '../part/costRow.ts'
import { wordNotes } from '../part/costSentences.ts'
import { quote, type Quote } from '../quote.ts'
import { quoteLine, type QuoteLine } from '../quoteLine.ts'
import { rateMissing } from './exchange.ts'
import { askedPrice, floorFor, listPrice, netPrice, reaches } from './pricing.ts'
import { readSteps } from './readSteps.ts'

/**
 * Quantities against lead times in one grid (EXP-20): each cell a cost, a price that keeps the target, and
 * the factor for haste. Changes nothing.
 */
export const priceGrid = defineAction(quoteLine, 'price_grid', {
  label: { zh: '数量与交期报价', en: 'Quantities and lead times' },
  input: {
    quantities: text({
      required: true,
      max: 200,
      default: '1, 10, 100',
      label: { zh: '数量，用逗号分开', en: 'Quantities, separated by commas' },
    }),
    days: text({
      required: true,
      max: 100,
      default: '3, 7, 15, 45',
      label: { zh: '交期（天），用逗号分开', en: 'Days to delivery, separated by commas' },
    }),
  },
  async run(work, line, { quantities, days }) {
    const steps = readSteps(quantities, { field: 'quantities', zh: '数量', en: 'quantities' })
    const tiers = await readTiers(work, readSteps(days, { field: 'days', zh: '天数', en: 'days', max: 6 }))
    const rows = []
    for (const quantity of steps) {
      const one = await priceAt(work, line, quantity)
      rows.push(...tiers.map((tier) => priceCell(quantity, one, tier)))
    }
    const { currency } = await work.get(quote, line.quote)
    return { currency, quantities: steps, grid: rows, lead_times: tiers }
  },
})

export interface Tier {
  readonly days: string
  readonly tier: string
  readonly factor: string
  readonly rule?: string
  readonly version?: string
}

/** What each lead time does to a price, by the rule `lead_time_factor`. */
export async function readTiers(work: Work, days: readonly string[]): Promise<readonly Tier[]> {
  const tiers = []
  for (const one of days) {
    const asked = readAnswer(
      'lead_time_factor',
      await work.decide('lead_time_factor', { days: new Decimal(one) }),
    )
    tiers.push({
      days: one,
      tier: String(asked.values.tier ?? ''),
      factor: String(asked.values.factor ?? '1'),
      ...ruleOf(asked),
    })
  }
  return tiers
}

export interface PricedAt {
  readonly offer: Quote
  readonly cost: string
  /** As the offer states its prices, in its currency and with the tax where they include it. */
  readonly price: string
  readonly target: string
  readonly floor: string
  /** In the language of who asked. */
  readonly notes: readonly string[]
}

/**
 * Cost and standard price of a piece at a quantity: the customer's list price for it, else what the cost asks
 * for at the target margin.
 */
export async function priceAt(work: Work, line: QuoteLine, quantity: string): Promise<PricedAt> {
  const offer = await work.get(quote, line.quote)
  const { target, floor } = await floorFor(work, offer.customer)
  const sheet = await work.first(costSheet, { where: 'quote_line = line', with: { line: line.id } })
  const known = sheet
    ? await work.find(costLine, { where: 'cost_sheet = sheet', with: { sheet: sheet.id } })
    : []
  const part = sheet ? await measuredDrawing(work, line) : null
  const plan = part ? await planLine(work, line, { part, batch: quantity }) : null
  const cost = plan
    ? costAt(plan.rows, known, quantity)
    : sheet
      ? known.reduce((sum, item) => sum.plus(itemAt(item, quantity)), new Decimal(0)).toFixed(2)
      : line.cost
  if (cost === null || new Decimal(cost).lte(0))
    throw refuse(
      'nothing_costed',
      {
        zh: `“${line.name}”还没有核算成本，请先核算成本`,
        en: `"${line.name}" is not costed yet: cost the quote first`,
      },
      { status: 409 },
    )
  const price =
    (await listPrice(work, { item_code: line.item_code, quantity }, offer)) ?? askedPrice(offer, cost, target)
  if (price === null) throw rateMissing(offer.currency)
  return {
    offer,
    cost,
    target,
    price,
    floor,
    notes: plan
      ? wordNotes([...plan.missing, ...plan.notes]).map((one) => one[work.actor.language] ?? one.zh)
      : [],
  }
}

/**
 * The factor is on the price and rounded once, in cents; the floor is on the cost, which haste does not
 * change.
 */
export function priceCell(
  quantity: string,
  { offer, cost, price, floor, notes }: PricedAt,
  { days, tier, factor, rule, version }: Tier,
) {
  const hasty = new Decimal(factor).eq(1) ? price : cents(new Decimal(price).mul(factor))
  const net = netPrice(
    { agreed_price: hasty, base_price: null, discount_percent: null },
    { ...offer, discount_percent: null },
  )
  return {
    quantity,
    days,
    tier,
    cost,
    factor,
    price: hasty,
    amount: cents(new Decimal(hasty).mul(quantity)),
    below_floor: net !== null && !reaches(net, cost, floor),
    rule: rule ?? null,
    version: version ?? null,
    note: notes.join(' · ') || null,
  }
}
