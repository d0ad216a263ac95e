import { defineAction } from '../../../model/index.ts'
import { activity, touchInput } from '../../customers/index.ts'
import { quote } from '../quote.ts'

export const logQuoteTouch = defineAction(quote, 'log_touch', {
  label: { zh: '记录跟进', en: 'Log contact' },
  when: 'stage in ("approved", "sent")',
  input: touchInput,
  async run(work, row, touch) {
    const made = await work.create(activity, {
      ...touch,
      kind: touch.kind ?? 'call',
      at: work.now().toISOString(),
      quote: row.id,
      opportunity: row.opportunity,
      customer: row.customer,
      contact: row.contact,
      owner: work.actor.id ?? row.owner,
    })
    return { activity: made.id }
  },
})
