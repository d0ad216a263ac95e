import type { Work } from '../../model/index.ts'
import { order } from '../orders/index.ts'
import { inspection } from './inspection.ts'
import { nonconformance } from './nonconformance.ts'

/**
 * Shows on the order how its work was judged: failed while any work order's latest inspection failed, waiting
 * while one waits, else passed (ORD-03). Lots that were scrapped or sent back are no part of it any more.
 */
export async function showQuality(work: Work, orderId: string): Promise<void> {
  // Two lots judged at once must see each other: the order is locked before it is looked at.
  await work.get(order, orderId)
  const rows = await work.find(inspection, {
    where: 'order = the_order',
    with: { the_order: orderId },
    sort: 'created_at',
  })
  const gone = new Set(
    (
      await work.find(nonconformance, {
        where: 'order = the_order and disposition in ("scrap", "return")',
        with: { the_order: orderId },
      })
    ).map((one) => one.inspection),
  )
  const latest = new Map(rows.map((row) => [row.work_order, row]))
  const results = [...latest.values()].filter((row) => !gone.has(row.id)).map((row) => row.result)
  await work.change(order, orderId, {
    quality_state: results.includes('fail')
      ? 'fail'
      : results.includes('pending')
        ? 'pending'
        : results.length > 0
          ? 'pass'
          : null,
  })
}
