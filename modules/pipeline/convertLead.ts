import { choice, defineAction, reference, text, type Label, type Work } from '../../model/index.ts'
import { activity, customer, customerFromLead } from '../customers/index.ts'
import { converted, lead, taken } from '../leads/index.ts'
import { opportunity, type Opportunity } from './opportunity.ts'

/**
 * A lead worth following becomes customer, contact and opportunity, in one transaction and linked both ways.
 * A customer that a colleague has stays the colleague's; the opportunity is the seller's, who is told how to
 * quote it (decision 19).
 */
export const convertLead = defineAction(lead, 'convert', {
  label: { zh: '转为商机', en: 'Convert' },
  when: `(${taken}) and first_touch_at != null`,
  because: { zh: '请先记录首次跟进，再转为商机', en: 'Log the first contact before converting' },
  style: 'primary',
  input: {
    name: text({ max: 200, label: { zh: '商机名称', en: 'Name of the opportunity' } }),
    customer: reference('customer', {
      label: {
        zh: '并入客户（有多个相似客户时选择）',
        en: 'Customer it belongs to, where several look alike',
      },
    }),
    duplicate: choice(
      {
        same: { zh: '同一客户', en: 'The same customer' },
        different: { zh: '不是同一客户', en: 'Another customer' },
      },
      { label: { zh: '与相似客户的关系', en: 'The customer that looks alike is' } },
    ),
    reason: text({ max: 300, label: { zh: '不是同一客户的原因', en: 'Why it is another customer' } }),
  },
  async run(work, row, { name, ...judgement }) {
    const buyer = await customerFromLead(work, row, judgement)
    const deal = await work.create(opportunity, {
      name: name ?? `${row.company}${row.message ? ` - ${row.message.slice(0, 40)}` : ''}`,
      customer: buyer.customer,
      contact: buyer.contact,
      lead: row.id,
      owner: row.owner ?? work.actor.id,
      product_line: row.product_line,
      amount: row.budget,
      source: row.source,
      intent: row.intent,
    })
    for (const touch of await work.find(activity, { where: 'lead = the_lead', with: { the_lead: row.id } }))
      await work.change(activity, touch.id, {
        customer: buyer.customer,
        opportunity: deal.id,
        contact: touch.contact ?? buyer.contact,
      })
    // Its drawings are the deal's: there they are measured and quoted.
    await work.moveFiles({ from: row.id, object: opportunity, record: deal.id })
    await work.change(lead, row.id, { ...converted, customer: buyer.customer, opportunity: deal.id })
    await work.emit('lead.converted', { object: 'lead', record: row.id, ...buyer, opportunity: deal.id })
    const note = await shareCustomer(work, deal)
    // The ids belong to the answer; that two of them are closed to the seller keeps screens from leading
    // there.
    return { ...buyer, opportunity: deal.id, ...(note ? { note, closed: ['customer', 'contact'] } : {}) }
  },
})

/**
 * What the seller of a new deal must know when its customer is a colleague's, who is told as well; null when
 * it is the seller's own. A customer of nobody becomes the seller's.
 */
async function shareCustomer(work: Work, deal: Opportunity): Promise<Label | null> {
  const buyer = await work.get(customer, deal.customer)
  if (buyer.owner === deal.owner || deal.owner === null) return null
  if (buyer.owner === null) {
    await work.change(customer, buyer.id, { owner: deal.owner })
    return null
  }
  const [owner, seller] = [await work.get('user', buyer.owner), await work.get('user', deal.owner)]
  await work.notify([buyer.owner], {
    title: {
      zh: `${seller.name}有您的客户“${buyer.name}”的新商机：${deal.name}`,
      en: `${seller.name} has a new opportunity with your customer "${buyer.name}": ${deal.name}`,
    },
    object: 'customer',
    record: buyer.id,
    key: `customer-shared:${deal.id}`,
  })
  return {
    zh: `客户“${buyer.name}”已由${owner.name}负责，仍归${owner.name}；新商机归${seller.name}，在商机上点“一键报价”即可报价。已告知${owner.name}。`,
    en: `"${buyer.name}" is ${owner.name}'s customer and stays so. The new opportunity is ${seller.name}'s: quote it by "Make a quote" on the opportunity. ${owner.name} has been told.`,
  }
}
