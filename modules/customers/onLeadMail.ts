import { defineReaction } from '../../model/index.ts'
import { lead, leadMail } from '../leads/index.ts'
import { activity } from './activity.ts'

/**
 * A mail about a lead that has become a customer is an activity there: who works on the customer no longer
 * looks at the lead.
 */
export const onLeadMail = defineReaction('customers.lead_mail', {
  on: ['lead.mail_received', 'lead.mail_sent'],
  async run(work, event) {
    const row = await work.get(lead, event.record!)
    if (!row.customer) return
    const mail = await work.get(leadMail, event.payload.mail)
    await work.create(activity, {
      kind: 'email',
      subject: mail.subject?.slice(0, 200),
      at: mail.sent_at,
      content: mail.text || mail.subject || '（无正文）',
      lead: row.id,
      customer: row.customer,
      opportunity: row.opportunity,
      owner: row.owner,
    })
  },
})
