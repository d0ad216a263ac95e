import { weekdayOf } from '../../model/index.ts'
import { throwDice } from './random.ts'

/**
 * January to December: slow around the Spring Festival and in high summer, busy with the fairs of March,
 * September and November.
 */
const months = [0.8, 0.55, 1.25, 1.15, 1.05, 1, 0.88, 0.85, 1.2, 0.95, 1.2, 1.05]

/** Weeks of the fairs where we have a stand: month and first day. */
const fairs = [
  ['03', 12],
  ['06', 5],
  ['09', 18],
  ['11', 6],
] as const

export const isFair = (date: string): boolean =>
  fairs.some(
    ([month, day]) =>
      date.slice(5, 7) === month && Number(date.slice(8)) >= day && Number(date.slice(8)) < day + 4,
  )

/**
 * How many leads each day brings, together exactly `total` before the last day, which is the present one and
 * may have hardly begun: seasons, a growth of about a third a year, quiet weekends and holidays.
 * @param dates days in order, `YYYY-MM-DD`
 */
export function spreadLeads(
  seed: number,
  total: number,
  dates: readonly string[],
  isWorked: (date: string) => boolean,
): readonly number[] {
  const weights = dates.map((date, at) => {
    const dice = throwDice(seed, 'day', date)
    const week = isWorked(date) ? 1 : weekdayOf(date) === 0 ? 0.12 : 0.2
    return (
      months[Number(date.slice(5, 7)) - 1]! *
      (1 + (0.35 * at) / 365) *
      week *
      (isFair(date) ? 1.9 : 1) *
      (0.6 + 0.8 * dice.next())
    )
  })
  const whole = weights.slice(0, -1).reduce((sum, weight) => sum + weight, 0) || weights[0]!
  let upTo = 0
  let given = 0
  return weights.map((weight) => {
    upTo += weight
    const now = Math.round((total * upTo) / whole) - given
    given += now
    return now
  })
}
