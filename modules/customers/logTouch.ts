import { choice, datetime, defineAction, longText, number, text, type Work } from '../../model/index.ts'
import { intents, lead } from '../leads/index.ts'
import { activity, activityKinds } from './activity.ts'
import { contact, customer } from './customer.ts'

/** What a seller says of a call or visit: when, what, what next. */
export const touchInput = {
  kind: choice(activityKinds, { default: 'call', label: { zh: '方式', en: 'Kind' } }),
  content: longText({ required: true, label: { zh: '沟通内容', en: 'Content' } }),
  minutes: number({ min: 0, label: { zh: '时长（分钟）', en: 'Minutes' } }),
  next_action: text({ max: 300, label: { zh: '下一步', en: 'Next action' } }),
  next_at: datetime({ label: { zh: '下次联系', en: 'Next at' } }),
}

/** The first contact stops the clock of the first response; later ones are further lines in the timeline. */
export const logTouch = defineAction(lead, 'log_touch', {
  label: { zh: '记录跟进', en: 'Log contact' },
  when: 'stage in ("new", "assigned", "contacted")',
  style: 'primary',
  input: { ...touchInput, intent: choice(intents, { label: { zh: '意向等级', en: 'Intent' } }) },
  async run(work, row, { intent, ...touch }) {
    const made = await work.create(activity, { ...touch, kind: touch.kind ?? 'call', at: work.now().toISOString(), lead: row.id, owner: work.actor.id ?? row.owner })
    const first = row.first_touch_at === null
    if (first) await work.clearDeadline({ name: 'first_response', record: row.id })
    await work.change(lead, row.id, { stage: 'contacted', ...(intent ? { intent } : {}), ...(first ? { first_touch_at: work.now().toISOString() } : {}), ...(row.owner ? {} : { owner: work.actor.id }) })
    await work.emit('lead.touched', { object: 'lead', record: row.id, activity: made.id, first })
    return { activity: made.id, first }
  },
})

/** Customer and contact of a lead: the ones it names, a likeness that was judged the same, or new ones. */
export async function customerFromLead(work: Work, leadId: string): Promise<{ customer: string; contact: string }> {
  const row = await work.get(lead, leadId)
  const same = await work.first('duplicate_match', { where: 'lead = the_lead and match_object = "customer" and verdict = "same"', with: { the_lead: row.id } })
  const named = await work.first(customer, { where: 'name = company_name', with: { company_name: row.company } })
  const owner = row.owner ?? work.actor.id
  const known = row.customer ?? same?.match_record ?? named?.id
  const buyer = known ?? (await work.create(customer, {
    name: row.company, status: 'prospect', province: row.province, city: row.city, industry: row.industry, phone: row.phone,
    source: row.source, product_line: row.product_line, owner, first_contact_on: work.today(),
  })).id
  const who = row.contact ?? row.company
  const present = await work.first(contact, { where: 'customer = buyer and name = who', with: { buyer, who } })
  const person = present ?? (await work.create(contact, { customer: buyer, name: who.slice(0, 80), phone: row.phone, email: row.email, owner }))
  return { customer: buyer, contact: person.id }
}
