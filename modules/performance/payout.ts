import { Decimal } from 'decimal.js'

/** Above so many percent of the target, this rate in percent is paid on what lies in the band. */
export interface Band {
  readonly over_percent: string
  readonly rate_percent: string
}

/**
 * 基础目标达成奖 + 超额累进奖: a fixed bonus from 100 % on (100 % included), and each band's rate on the part of the
 * amount inside it. Rounded half up once, at the end.
 * @example payout({ achieved: '1300000', target: '1000000', base_bonus: '5000', bands: [{ over_percent:
 * '100', rate_percent: '1' }, { over_percent: '120', rate_percent: '2' }] })  // '9000.00'
 */
export function payout({
  achieved,
  target,
  base_bonus,
  bands,
}: {
  readonly achieved: string
  readonly target: string
  readonly base_bonus: string
  readonly bands: readonly Band[]
}): string {
  const [done, goal] = [new Decimal(achieved), new Decimal(target)]
  if (goal.lte(0)) return '0.00'
  const steps = [...bands]
    .map((band) => ({ from: goal.times(band.over_percent).div(100), rate: new Decimal(band.rate_percent) }))
    .sort((a, b) => a.from.cmp(b.from))
  const progressive = steps.reduce((sum, { from, rate }, at) => {
    const to = Decimal.min(done, steps[at + 1]?.from ?? done)
    return to.gt(from) ? sum.plus(to.minus(from).times(rate).div(100)) : sum
  }, new Decimal(0))
  return progressive
    .plus(done.gte(goal) ? base_bonus : 0)
    .toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
    .toFixed(2)
}
