import { Decimal } from 'decimal.js'
import { refuse, text, type Row, type Work } from '../../model/index.ts'
import { boundsOf, wonDeals } from './attainment.ts'
import type { commissionPlan } from './commission.ts'
import { payout, type Band } from './payout.ts'
import { target } from './target.ts'

export type CommissionPlan = Row<typeof commissionPlan>

export const month = text({
  required: true,
  max: 7,
  label: { zh: '期间（如 2026-11）', en: 'Period (such as 2026-11)' },
})

/**
 * One row for a person. Several targets of one month, as there could be in earlier times, are added up: none
 * of them is lost.
 */
export async function reckon(work: Work, plan: CommissionPlan, period: string) {
  const bands = readBands(plan.bands)
  const goals = await work.find(target, {
    where: 'scope = "person" and period = the_period and person != null',
    with: { the_period: period },
  })
  const span = boundsOf(period)
  const rows = []
  for (const person of new Set(goals.map((goal) => goal.person!))) {
    const own = goals.filter((goal) => goal.person === person)
    const [target_amount, achieved] = [
      sumOf(own.map((goal) => goal.amount)),
      sumOf(own.map((goal) => goal.achieved)),
    ]
    const attainment = target_amount.gt(0)
      ? achieved.div(target_amount).times(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed()
      : null
    const amount = payout({
      achieved: achieved.toFixed(2),
      target: target_amount.toFixed(2),
      base_bonus: plan.base_bonus,
      bands,
    })
    const deals = span ? (await wonDeals(work, own[0]!, span)).map((deal) => deal.id) : []
    rows.push({
      person,
      target_amount: target_amount.toFixed(2),
      achieved: achieved.toFixed(2),
      attainment,
      amount,
      deals,
    })
  }
  return rows
}

const sumOf = (amounts: readonly (string | null)[]): Decimal =>
  amounts.reduce((sum, one) => sum.plus(one ?? 0), new Decimal(0))

function readBands(given: unknown): Band[] {
  const fits = (one: unknown): one is Band =>
    typeof one === 'object' &&
    one !== null &&
    ['over_percent', 'rate_percent'].every((name) =>
      /^\d{1,6}(\.\d{1,4})?$/.test(String((one as Record<string, unknown>)[name])),
    )
  if (!Array.isArray(given) || !given.every(fits))
    throw refuse(
      'bands_wrong',
      { zh: '累进档应为 [{over_percent, rate_percent}]', en: 'Bands are [{over_percent, rate_percent}]' },
      { field: 'bands' },
    )
  return given.map((one) => ({
    over_percent: String(one.over_percent),
    rate_percent: String(one.rate_percent),
  }))
}
