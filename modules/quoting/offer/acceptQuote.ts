import { defineAction, refuse, text } from '../../../model/index.ts'
import { quote } from '../quote.ts'
import { endFollowUp } from './endFollowUp.ts'

export const acceptQuote = defineAction(quote, 'accept', {
  label: { zh: '客户接受', en: 'Customer accepted' },
  style: 'primary',
  when: 'stage = "sent" and current',
  because: {
    zh: '只有已发出的当前版本可以接受；旧版本已作废',
    en: 'Only the current revision that was sent can be accepted; older ones are void',
  },
  input: {
    purchase_order: text({ required: true, max: 120, label: { zh: '客户订单号', en: 'Purchase order' } }),
  },
  async run(work, row, { purchase_order }) {
    if (row.valid_until && row.valid_until < work.today())
      throw refuse(
        'quote_expired',
        {
          zh: `报价已于 ${row.valid_until} 过期，请修订后重新报价`,
          en: `The quote expired on ${row.valid_until}: revise it`,
        },
        { field: 'valid_until', status: 409 },
      )
    const changed = await work.change(quote, row.id, {
      stage: 'accepted',
      purchase_order,
      accepted_at: work.now().toISOString(),
    })
    await endFollowUp(work, row.id)
    await work.emit('quote.accepted', {
      object: 'quote',
      record: row.id,
      customer: row.customer,
      opportunity: row.opportunity,
      purchase_order,
      total: row.total,
    })
    return changed
  },
})
