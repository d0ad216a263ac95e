import { defineReaction } from '../../model/index.ts'
import { escalate } from './escalate.ts'
import { nonconformance } from './nonconformance.ts'
import { isRepeated } from './repeated.ts'

/** The same customer asking for the same correction twice in a row is the manager's affair (COL-04). */
export const watchRepeats = defineReaction('quality.watch_repeats', {
  on: ['nonconformance.created'],
  async run(work, event) {
    const row = await work.get(nonconformance, event.record!)
    if (row.raised_by !== 'customer' || !row.customer || row.escalated) return
    const earlier = await work.find(nonconformance, {
      where: 'customer = the_customer and raised_by = "customer" and id != this_one',
      with: { the_customer: row.customer, this_one: row.id },
      sort: '-created_at',
      limit: 20,
    })
    const last = earlier.find(
      (one) => one.created_at < row.created_at || (one.created_at === row.created_at && one.id < row.id),
    )
    if (last && isRepeated(last, row))
      await escalate(work, row, `客户连续两次提出同一整改项（上次 ${last.number}）`)
  },
})
