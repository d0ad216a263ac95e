import { defineAction, longText, money, text } from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { opportunity } from '../pipeline/index.ts'
import { ticket } from './ticket.ts'
import { whoAnswers } from '../leads/index.ts'

/** What the engineer has seen is the seller's next deal: theirs who has the customer (SVC-02). */
export const raiseOpportunity = defineAction(ticket, 'raise_opportunity', {
  label: { zh: '提报商机', en: 'Raise an opportunity' },
  when: 'opportunity = null',
  because: { zh: '该工单已提报过商机', en: 'An opportunity has been raised from this ticket already' },
  input: {
    title: text({ required: true, max: 200, label: { zh: '商机名称', en: 'Title' } }),
    note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }),
    amount: money({ min: 0, label: { zh: '预计金额', en: 'Amount' } }),
  },
  async run(work, row, { title, note, amount }) {
    const buyer = await work.get(customer, row.customer)
    const owner = buyer.owner ?? (await whoAnswers(work, 'selling'))
    const deal = await work.create(opportunity, {
      name: title,
      customer: buyer.id,
      owner,
      source: 'service',
      raised_by_ticket: row.id,
      amount: amount ?? null,
      application_scenario: note ?? null,
      product_line: buyer.product_line,
    })
    await work.change(ticket, row.id, { opportunity: deal.id })
    if (owner)
      await work.notify([owner], {
        title: {
          zh: `售后提报商机：${buyer.name} ${title}`,
          en: `Service has seen an opportunity: ${buyer.name}, ${title}`,
        },
        object: 'opportunity',
        record: deal.id,
        key: `service-deal:${row.id}`,
      })
    await work.emit('ticket.opportunity_raised', {
      object: 'ticket',
      record: row.id,
      opportunity: deal.id,
      owner,
      customer: buyer.id,
    })
    return { opportunity: deal.id, number: deal.number, owner }
  },
})
