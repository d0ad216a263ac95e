import { defineAction } from '../../../model/index.ts'
import { withRate } from '../pricing/exchange.ts'
import { quote } from '../quote.ts'
import { startFollowUp } from './startFollowUp.ts'

export const sendQuote = defineAction(quote, 'send', {
  label: { zh: '发出', en: 'Send' },
  style: 'primary',
  when: 'stage = "approved" and current',
  because: { zh: '报价单批准后才能发出', en: 'A quote is sent only once it is approved' },
  async run(work, saved) {
    const row = await withRate(work, saved)
    const changed = await work.change(quote, row.id, { stage: 'sent', sent_at: work.now().toISOString() })
    await startFollowUp(work, row)
    await work.emit('quote.sent', {
      object: 'quote',
      record: row.id,
      customer: row.customer,
      opportunity: row.opportunity,
      total: row.total,
    })
    return changed
  },
})
