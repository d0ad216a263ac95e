import { Decimal } from 'decimal.js'
import type { Work } from '../../model/index.ts'
import type { JobCard } from './jobCard.ts'

/** Minutes on the clock so far, to a tenth. */
export function elapsed(work: Work, row: JobCard): string {
  const running = row.started_at ? (work.now().getTime() - Date.parse(row.started_at)) / 60_000 : 0
  return new Decimal(row.elapsed_minutes)
    .plus(Math.max(0, running))
    .toDecimalPlaces(1, Decimal.ROUND_HALF_UP)
    .toFixed()
}
