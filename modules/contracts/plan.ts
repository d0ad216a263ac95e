import { Decimal } from 'decimal.js'

type Trigger = 'signing' | 'shipment' | 'acceptance' | 'date'

/** Usual terms of the trade: 30 % on signing, 60 % before or at shipment, 10 % after acceptance. */
export const usualPlan = [
  { name: '预付款', percent: '30', trigger: 'signing', days_after: '7' },
  { name: '发货款', percent: '60', trigger: 'shipment', days_after: '0' },
  { name: '质保尾款', percent: '10', trigger: 'acceptance', days_after: '30' },
] as const satisfies readonly { name: string; percent: string; trigger: Trigger; days_after: string }[]

/** Shares an amount by percent in cents; the last share takes what rounding left, so that the sum is the amount to the cent. */
export function shareAmount(amount: string, percents: readonly string[]): string[] {
  const shares = percents.slice(0, -1).map((percent) => new Decimal(amount).mul(percent).div(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP))
  const last = shares.reduce((rest, share) => rest.minus(share), new Decimal(amount))
  return [...shares, last].map((share) => share.toFixed(2))
}

export const planFor = (amount: string) => {
  const amounts = shareAmount(amount, usualPlan.map((one) => one.percent))
  return usualPlan.map((one, i) => ({ ...one, sequence: String(i + 1), amount: amounts[i]! }))
}

/** The day a share falls due when its trigger happened on `day`; ISO dates. */
export const dueAfter = (day: string, days: string | null): string => new Date(Date.parse(day) + Number(days ?? 0) * 86_400_000).toISOString().slice(0, 10)
