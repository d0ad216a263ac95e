import { defineAction } from '../../model/index.ts'
import { activity, touchInput } from '../customers/index.ts'
import { opportunity } from './opportunity.ts'

export const logOpportunityTouch = defineAction(opportunity, 'log_touch', {
  label: { zh: '记录跟进', en: 'Log contact' },
  style: 'primary',
  input: touchInput,
  async run(work, row, touch) {
    const made = await work.create(activity, {
      ...touch,
      kind: touch.kind ?? 'call',
      at: work.now().toISOString(),
      opportunity: row.id,
      customer: row.customer,
      contact: row.contact,
      owner: work.actor.id ?? row.owner,
    })
    return { activity: made.id }
  },
})
