import { defineAction, text } from '../../model/index.ts'
import { purchaseRequest } from './purchaseRequest.ts'

export const cancelPurchase = defineAction(purchaseRequest, 'cancel', {
  label: { zh: '取消', en: 'Cancel' },
  when: 'stage in ("requested", "ordered")',
  style: 'danger',
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    await work.closeTasks({ record: row.id, kind: 'purchase' })
    return work.change(purchaseRequest, row.id, { stage: 'cancelled', note: reason })
  },
})
