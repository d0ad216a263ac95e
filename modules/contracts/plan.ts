import { Decimal } from 'decimal.js'
import { addDays, amountPlaces, type Work } from '../../model/index.ts'
import { readTerms, type Share, type Trigger } from './readTerms.ts'

/**
 * Shares an amount by percent to the places of its currency; the last share takes what rounding left, so that
 * the sum is the amount exactly.
 */
export function shareAmount(amount: string, percents: readonly string[], currency = 'CNY'): string[] {
  const shares = percents
    .slice(0, -1)
    .map((percent) =>
      new Decimal(amount)
        .mul(percent)
        .div(100)
        .toDecimalPlaces(amountPlaces(currency), Decimal.ROUND_HALF_UP),
    )
  const last = shares.reduce((rest, share) => rest.minus(share), new Decimal(amount))
  return [...shares, last].map((share) => share.toFixed(2))
}

const names: Readonly<Record<Trigger, string>> = {
  signing: '预付款',
  shipment: '发货款',
  acceptance: '质保尾款',
}

/**
 * The instalments of an amount as payment terms say them; the company's usual terms where an offer said none.
 * Null where the terms do not say who pays what share when: they are asked for, never replaced.
 */
export async function planFor(
  work: Work,
  {
    amount,
    currency,
    terms,
  }: { readonly amount: string; readonly currency: string; readonly terms: string | null },
) {
  const said = terms ?? String((await work.decide('usual_payment_terms', { currency })).result)
  const shares = readTerms(said)
  if (!shares) return null
  const amounts = shareAmount(
    amount,
    shares.map((one) => one.percent),
    currency,
  )
  const plan = []
  for (const [i, { percent, trigger, days }] of shares.entries()) {
    const days_after = days ?? String((await work.decide('payment_days', { trigger })).result)
    plan.push({
      name: nameOf(shares, i),
      percent,
      trigger,
      days_after,
      sequence: String(i + 1),
      amount: amounts[i]!,
    })
  }
  return plan
}

/** By what it hangs on; several of one kind are counted. */
function nameOf(shares: readonly Share[], at: number): string {
  if (shares.length === 1) return '全款'
  const { trigger } = shares[at]!
  const same = shares.filter((one) => one.trigger === trigger).length
  return same === 1
    ? names[trigger]
    : `${names[trigger]} ${shares.slice(0, at + 1).filter((one) => one.trigger === trigger).length}`
}

/** The day a share falls due when its trigger happened on `day`; ISO dates. */
export const dueAfter = (day: string, days: string | null): string => addDays(day, Number(days ?? 0))
