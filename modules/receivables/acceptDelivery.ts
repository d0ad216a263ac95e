import { addDays, date, defineAction } from '../../model/index.ts'
import { refuseFuture } from '../orders/index.ts'
import { receivable } from './receivable.ts'

/** What was agreed for acceptance falls due when the customer has accepted. */
export const acceptDelivery = defineAction(receivable, 'customer_accepted', {
  label: { zh: '客户已验收', en: 'Customer accepted' },
  when: 'trigger = "acceptance" and due_on = null',
  because: { zh: '只有待验收的应收单需要登记验收', en: 'Only a receivable that waits for acceptance' },
  input: { accepted_on: date({ label: { zh: '验收日期', en: 'Accepted on' } }) },
  async run(work, row, { accepted_on }) {
    const day = accepted_on ?? work.today()
    refuseFuture(day, work.today())
    return work.change(receivable, row.id, { due_on: addDays(day, Number(row.due_days ?? 0)) })
  },
})
