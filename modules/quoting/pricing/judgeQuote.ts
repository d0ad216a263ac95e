import { Decimal } from 'decimal.js'
import type { Work } from '../../../model/index.ts'
import { customer as customers } from '../../customers/index.ts'
import { costLine, costSheet } from '../costing/costSheet.ts'
import type { Quote } from '../quote.ts'
import {
  approvalFacts,
  isLowered,
  latest,
  levelsOf,
  reasonsOf,
  short,
  type PricedLine,
  type Reason,
  type Told,
} from './approvalFacts.ts'
import { isRateTyped, ledgerRate } from './exchange.ts'
import { readTiers } from './priceGrid.ts'
import { floorFor, netPrice, reaches } from './pricing.ts'
import { quoteBreak } from './quoteBreak.ts'
import { referOf, type Reference } from './reference.ts'
import type { SettledLine } from './settleLines.ts'

/**
 * Who has to agree to an offer, and why: the facts of the rule `quote_approval_levels` are what the house
 * knows, not what was typed.
 */
export async function judgeQuote(work: Work, offer: Quote, lines: readonly SettledLine[]) {
  const { floor } = await floorFor(work, offer.customer)
  const terms = { ...offer, committed_days: await committedDays(work, offer) }
  const breaks = await breaksOf(work, offer, lines)
  const priced = [...lines, ...breaks]
  const costs = lines.map((line) => ({ line, ...costFacts(line) }))
  const below = priced.filter((one) => isBelow(one, offer, floor))
  const facts = {
    ...approvalFacts(priced, terms),
    cost_unknown: costs.some((one) => one.unknown),
    cost_by_hand: costs.some((one) => one.by_hand || one.entered),
    below_floor: below.length > 0,
    rate_by_hand: await isRateTyped(work, offer),
  }
  const { result, hits } = await work.decide('quote_approval_levels', facts)
  const told: Told = {
    discount: [{ code: 'discount', percent: short(facts.discount) }],
    deviation: [{ code: 'deviation', percent: short(facts.deviation) }],
    late: [{ code: 'late', days: latest(priced, terms) ?? '', limit: terms.committed_days ?? '' }],
    no_base: [{ code: 'no_base' }],
    base_lowered: priced.filter(isLowered).map((one) => ({
      code: 'base_lowered',
      line: nameOf(one),
      from: short(one.reference_price!),
      to: short(one.base_price!),
    })),
    cost_unknown: costs
      .filter((one) => one.unknown)
      .map(({ line }) => ({ code: 'cost_unknown', line: line.name })),
    cost_by_hand: await tellCosts(work, costs),
    below_floor: below.map((one) => ({
      code: 'below_floor',
      line: nameOf(one),
      cost: one.reference.cost!,
      floor,
    })),
    rate_by_hand: [
      {
        code: 'rate_by_hand',
        rate: offer.exchange_rate ?? '1',
        ledger: (await ledgerRate(work, offer.currency)) ?? '—',
      },
    ],
  }
  return {
    facts,
    levels: levelsOf(result),
    rules: hits.map((hit) => hit.rule),
    because: reasonsOf(hits, told, offer.special_clause),
  }
}

/** What may be promised without asking: the company's, or less where the quote itself says less. */
async function committedDays(work: Work, offer: Quote): Promise<string | null> {
  const { grade } = await work.get(customers, offer.customer)
  const { result } = await work.decide('committed_delivery', { grade })
  const days = [typeof result === 'string' ? result : null, offer.committed_days].filter(
    (one): one is string => one !== null,
  )
  return days.length === 0 ? null : Decimal.min(...days).toFixed()
}

interface Judged extends PricedLine {
  readonly reference: Reference
}

const nameOf = (line: PricedLine): string => line.name ?? ''

/** A price for a quantity is an offer like the line itself, at its own quantity and haste. */
async function breaksOf(work: Work, offer: Quote, lines: readonly SettledLine[]): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  for (const one of await work.find(quoteBreak, { where: 'quote = offer', with: { offer: offer.id } })) {
    const line = lines.find(({ id }) => id === one.quote_line)
    if (!line) continue
    const reference = await referOf(work, offer, { ...line, quantity: one.quantity })
    const [tier] = one.delivery_days === null ? [] : await readTiers(work, [one.delivery_days])
    const asked =
      reference.price === null
        ? null
        : new Decimal(reference.price)
            .mul(tier?.factor ?? 1)
            .toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
            .toFixed()
    judged.push({
      name: `${line.name} ≥${new Decimal(one.quantity).toFixed()}`,
      base_price: one.price,
      discount_percent: '0',
      agreed_price: null,
      reference_price: asked,
      reference_from: reference.from,
      delivery_days: one.delivery_days,
      reference,
    })
  }
  return judged
}

/** Below the floor at the cost that the house itself worked out. */
function isBelow(one: Judged, offer: Quote, floor: string): boolean {
  const net = netPrice(one, offer)
  return one.reference.cost !== null && net !== null && !reaches(net, one.reference.cost, floor)
}

/**
 * A cost that a person gave counts as such where it is less than the house would say, or where the house says
 * nothing.
 */
function costFacts({ cost, cost_incomplete, reference }: SettledLine) {
  const known = cost !== null && new Decimal(cost).gt(0)
  return {
    unknown: !known || cost_incomplete === true,
    by_hand: known && (reference.cost === null || new Decimal(cost).lt(reference.cost)),
    entered: reference.entered,
  }
}

/** From what to what, and by whom where a correction says so. */
async function tellCosts(
  work: Work,
  costs: readonly (ReturnType<typeof costFacts> & { readonly line: SettledLine })[],
): Promise<readonly Reason[]> {
  const reasons: Reason[] = []
  for (const { line, by_hand, entered } of costs) {
    if (by_hand) {
      const who = await correctorsOf(work, line.id)
      reasons.push({
        code: 'cost_by_hand',
        line: line.name,
        from: line.reference.cost ?? '—',
        to: line.cost ?? '—',
        who: who && `（${who}）`,
        who_en: who && ` (${who})`,
      })
    }
    if (entered) reasons.push({ code: 'figures_entered', line: line.name })
  }
  return reasons
}

/** Names of those who corrected the cost of a line, each with why. */
async function correctorsOf(work: Work, line: string): Promise<string> {
  const sheet = await work.first(costSheet, { where: 'quote_line = line', with: { line } })
  const corrected = sheet
    ? await work.find(costLine, {
        where: 'cost_sheet = sheet and corrected_amount != null',
        with: { sheet: sheet.id },
      })
    : []
  const said = []
  for (const { corrected_by, correction_reason } of corrected) {
    const person = corrected_by ? await work.get('user', corrected_by) : null
    said.push([person?.name, correction_reason].filter(Boolean).join('：'))
  }
  return [...new Set(said)].join('；')
}
