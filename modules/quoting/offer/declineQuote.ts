import { defineAction, text } from '../../../model/index.ts'
import { quote } from '../quote.ts'
import { endFollowUp } from './endFollowUp.ts'

export const declineQuote = defineAction(quote, 'decline', {
  label: { zh: '客户拒绝', en: 'Customer declined' },
  style: 'danger',
  when: 'stage = "sent"',
  input: { reason: text({ required: true, max: 500, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    const changed = await work.change(quote, row.id, { stage: 'declined', decline_reason: reason })
    await endFollowUp(work, row.id)
    await work.emit('quote.declined', {
      object: 'quote',
      record: row.id,
      customer: row.customer,
      opportunity: row.opportunity,
      reason,
    })
    return changed
  },
})
