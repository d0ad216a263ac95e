import { defineAction, longText } from '../../model/index.ts'
import { lead } from './lead.ts'
import { open } from './openStages.ts'

export const disqualifyLead = defineAction(lead, 'disqualify', {
  label: { zh: '判为无效', en: 'Disqualify' },
  when: open,
  style: 'danger',
  input: { reason: longText({ required: true, max: 200, label: { zh: '无效原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    await work.clearDeadline({ name: 'first_response', record: row.id })
    return work.change(lead, row.id, { stage: 'disqualified', disqualify_reason: reason })
  },
})
