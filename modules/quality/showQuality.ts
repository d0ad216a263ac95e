import type { Work } from '../../model/index.ts'
import { order } from '../orders/index.ts'
import { inspection } from './inspection.ts'

/** Shows on the order how its work was judged: failed while any work order's latest inspection failed, waiting while one waits, else passed (ORD-03). */
export async function showQuality(work: Work, orderId: string): Promise<void> {
  // Two lots judged at once must see each other: the order is locked before it is looked at.
  await work.get(order, orderId)
  const rows = await work.find(inspection, { where: 'order = the_order', with: { the_order: orderId }, sort: 'created_at' })
  const latest = new Map(rows.map((row) => [row.work_order, row.result]))
  const results = [...latest.values()]
  await work.change(order, orderId, { quality_state: results.includes('fail') ? 'fail' : results.includes('pending') ? 'pending' : results.length > 0 ? 'pass' : null })
}
