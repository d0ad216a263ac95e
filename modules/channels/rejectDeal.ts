import { defineAction, text } from '../../model/index.ts'
import { dealRegistration } from './partner.ts'

export const rejectDeal = defineAction(dealRegistration, 'reject', {
  label: { zh: '驳回', en: 'Reject' },
  when: 'state = "registered"',
  style: 'danger',
  roles: ['sales_director', 'manager'],
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    await work.closeTasks({ record: row.id, kind: 'deal_registration', outcome: 'rejected' })
    return work.change(dealRegistration, row.id, { state: 'rejected', reason })
  },
})
