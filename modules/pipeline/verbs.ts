import { choice, defineAction, defineReaction, longText, reference, text, type Label, type Work } from '../../model/index.ts'
import { customer, customerFromLead, touchInput, activity } from '../customers/index.ts'
import { lead } from '../leads/index.ts'
import { lostReasons, opportunity, type Opportunity } from './opportunity.ts'

/**
 * A lead worth following becomes customer, contact and opportunity, in one transaction and linked both ways.
 * A customer that a colleague has stays the colleague's; the opportunity is the seller's, who is told how to quote it (decision 19).
 */
export const convertLead = defineAction(lead, 'convert', {
  label: { zh: '转为商机', en: 'Convert' },
  when: 'stage in ("assigned", "contacted") and first_touch_at != null',
  because: { zh: '请先记录首次跟进，再转为商机', en: 'Log the first contact before converting' },
  style: 'primary',
  input: {
    name: text({ max: 200, label: { zh: '商机名称', en: 'Name of the opportunity' } }),
    customer: reference('customer', { label: { zh: '并入客户（有多个相似客户时选择）', en: 'Customer it belongs to, where several look alike' } }),
    duplicate: choice({ same: { zh: '同一客户', en: 'The same customer' }, different: { zh: '不是同一客户', en: 'Another customer' } }, { label: { zh: '与相似客户的关系', en: 'The customer that looks alike is' } }),
    reason: text({ max: 300, label: { zh: '不是同一客户的原因', en: 'Why it is another customer' } }),
  },
  async run(work, row, { name, ...judgement }) {
    const buyer = await customerFromLead(work, row, judgement)
    const deal = await work.create(opportunity, {
      name: name ?? `${row.company}${row.message ? ` - ${row.message.slice(0, 40)}` : ''}`, customer: buyer.customer, contact: buyer.contact, lead: row.id, owner: row.owner ?? work.actor.id,
      product_line: row.product_line, amount: row.budget, source: row.source, intent: row.intent,
    })
    for (const touch of await work.find(activity, { where: 'lead = the_lead', with: { the_lead: row.id } })) await work.change(activity, touch.id, { customer: buyer.customer, opportunity: deal.id, contact: touch.contact ?? buyer.contact })
    // Its drawings are the deal's: there they are measured and quoted.
    await work.moveFiles({ from: row.id, object: opportunity, record: deal.id })
    await work.change(lead, row.id, { stage: 'converted', customer: buyer.customer, opportunity: deal.id })
    await work.emit('lead.converted', { object: 'lead', record: row.id, ...buyer, opportunity: deal.id })
    const note = await shareCustomer(work, deal)
    // The ids belong to the answer; that two of them are closed to the seller keeps screens from leading there.
    return { ...buyer, opportunity: deal.id, ...(note ? { note, closed: ['customer', 'contact'] } : {}) }
  },
})

/** What the seller of a new deal must know when its customer is a colleague's, who is told as well; null when it is the seller's own. A customer of nobody becomes the seller's. */
async function shareCustomer(work: Work, deal: Opportunity): Promise<Label | null> {
  const buyer = await work.get(customer, deal.customer)
  if (buyer.owner === deal.owner || deal.owner === null) return null
  if (buyer.owner === null) {
    await work.change(customer, buyer.id, { owner: deal.owner })
    return null
  }
  const [owner, seller] = [await work.get('user', buyer.owner), await work.get('user', deal.owner)]
  await work.notify([buyer.owner], {
    title: { zh: `${seller.name}有您的客户“${buyer.name}”的新商机：${deal.name}`, en: `${seller.name} has a new opportunity with your customer "${buyer.name}": ${deal.name}` },
    object: 'customer', record: buyer.id, key: `customer-shared:${deal.id}`,
  })
  return {
    zh: `客户“${buyer.name}”已由${owner.name}负责，仍归${owner.name}；新商机归${seller.name}，在商机上点“一键报价”即可报价。已告知${owner.name}。`,
    en: `"${buyer.name}" is ${owner.name}'s customer and stays so. The new opportunity is ${seller.name}'s: quote it by "Make a quote" on the opportunity. ${owner.name} has been told.`,
  }
}

export const logOpportunityTouch = defineAction(opportunity, 'log_touch', {
  label: { zh: '记录跟进', en: 'Log contact' }, style: 'primary', input: touchInput,
  async run(work, row, touch) {
    const made = await work.create(activity, { ...touch, kind: touch.kind ?? 'call', at: work.now().toISOString(), opportunity: row.id, customer: row.customer, contact: row.contact, owner: work.actor.id ?? row.owner })
    return { activity: made.id }
  },
})

export const loseOpportunity = defineAction(opportunity, 'lose', {
  label: { zh: '输单', en: 'Lose' }, when: 'not(stage in ("won", "lost"))', style: 'danger',
  input: { reason: choice(lostReasons, { required: true, label: { zh: '输单原因', en: 'Reason' } }), note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }) },
  run: async (work, row, { reason, note }) => work.change(opportunity, row.id, { stage: 'lost', lost_reason: reason, lost_note: note, closed_on: work.today() }),
})

export const reopenOpportunity = defineAction(opportunity, 'reopen', {
  label: { zh: '重新打开', en: 'Reopen' }, when: 'stage = "lost"',
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    await work.emit('opportunity.reopened', { object: 'opportunity', record: row.id, reason })
    return work.change(opportunity, row.id, { stage: 'first_contact', lost_reason: null, lost_note: null, closed_on: null })
  },
})

export const winOpportunity = defineAction(opportunity, 'win', {
  label: { zh: '赢单', en: 'Win' }, when: 'stage = "contract"',
  run: async (work, row) => work.change(opportunity, row.id, { stage: 'won' }),
})

export const requestSupport = defineAction(opportunity, 'request_support', {
  label: { zh: '请求支持', en: 'Request support' },
  input: { what: longText({ required: true, max: 1000, label: { zh: '需要什么支持', en: 'What is needed' } }) },
  async run(work, row, { what }) {
    const people = [...(await work.people({ role: 'sales_director' })), ...(await work.people({ role: 'manager' }))]
    for (const person of people.slice(0, 1)) await work.openTask({ title: `${row.name}：${what}`.slice(0, 300), kind: 'support', assignee: person, object: opportunity, record: row.id })
    await work.notify(people, { title: { zh: `${work.actor.name}请求支持：${row.name}`, en: `${work.actor.name} asks for support: ${row.name}` }, object: 'opportunity', record: row.id })
    await work.emit('opportunity.support_requested', { object: 'opportunity', record: row.id, what })
    return {}
  },
})

/** A deal that is won makes its customer a customer; one that leaves the won stage does not undo it. */
export const onWon = defineReaction('pipeline.on_won', {
  on: ['opportunity.stage_changed'],
  async run(work, event) {
    const row = await work.get(opportunity, event.record!)
    if (event.payload.to !== 'won' || row.won_at) return
    await work.change(opportunity, row.id, { won_at: work.now().toISOString(), won_amount: row.won_amount ?? row.amount, closed_on: row.closed_on ?? work.today() })
    const buyer = await work.get(customer, row.customer)
    if (buyer.status !== 'customer') await work.change(customer, buyer.id, { status: 'customer', won_on: buyer.won_on ?? work.today() })
    await work.emit('opportunity.won', { object: 'opportunity', record: row.id, customer: row.customer, amount: row.won_amount ?? row.amount })
  },
})
