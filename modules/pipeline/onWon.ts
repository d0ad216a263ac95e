import { defineReaction } from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { opportunity } from './opportunity.ts'

/** A deal that is won makes its customer a customer; one that leaves the won stage does not undo it. */
export const onWon = defineReaction('pipeline.on_won', {
  on: ['opportunity.stage_changed'],
  async run(work, event) {
    const row = await work.get(opportunity, event.record!)
    if (event.payload.to !== 'won' || row.won_at) return
    await work.change(opportunity, row.id, {
      won_at: work.now().toISOString(),
      won_amount: row.won_amount ?? row.amount,
      closed_on: row.closed_on ?? work.today(),
    })
    const buyer = await work.get(customer, row.customer)
    if (buyer.status !== 'customer')
      await work.change(customer, buyer.id, { status: 'customer', won_on: buyer.won_on ?? work.today() })
    await work.emit('opportunity.won', {
      object: 'opportunity',
      record: row.id,
      customer: row.customer,
      amount: row.won_amount ?? row.amount,
    })
  },
})
