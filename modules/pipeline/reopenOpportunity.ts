import { defineAction, text } from '../../model/index.ts'
import { opportunity } from './opportunity.ts'

export const reopenOpportunity = defineAction(opportunity, 'reopen', {
  label: { zh: '重新打开', en: 'Reopen' },
  when: 'stage = "lost"',
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    await work.emit('opportunity.reopened', { object: 'opportunity', record: row.id, reason })
    return work.change(opportunity, row.id, {
      stage: 'first_contact',
      lost_reason: null,
      lost_note: null,
      closed_on: null,
    })
  },
})
