import { Decimal } from 'decimal.js'

export interface Capacity {
  /** `YYYY-MM-DD`. */
  readonly today: string
  readonly shortage: string
  readonly supply: 'make' | 'buy'
  /** Minutes of work that stand before ours at the work centres we need. */
  readonly queue_minutes: string
  /** Minutes that our pieces take. */
  readonly own_minutes: string
  readonly lead_time_days: string | null
  /** Minutes that a work centre works in a day. */
  readonly day_minutes: number
  /** Working days to pack and hand over. */
  readonly handling_days: number
}

/**
 * The earliest working day that a quantity can leave (ORD-11): from stock after handling; bought after the
 * supplier's lead time; made after what waits at its work centres and its own time, in days of a work centre,
 * but not before the item's lead time. Saturdays and Sundays are not counted.
 */
export function earliestDate({
  today,
  shortage,
  supply,
  queue_minutes,
  own_minutes,
  lead_time_days,
  day_minutes,
  handling_days,
}: Capacity): string {
  if (new Decimal(shortage).lte(0)) return addWorkdays(today, handling_days)
  const lead = Number(lead_time_days ?? 0)
  const minutes = new Decimal(queue_minutes).plus(own_minutes)
  const making = supply === 'make' ? minutes.div(day_minutes).ceil().toNumber() : 0
  return addWorkdays(today, Math.max(lead, making) + handling_days)
}

export function addWorkdays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  for (let left = count; left > 0;) {
    at.setUTCDate(at.getUTCDate() + 1)
    if (at.getUTCDay() !== 0 && at.getUTCDay() !== 6) left--
  }
  return at.toISOString().slice(0, 10)
}
