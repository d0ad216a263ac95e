import { defineReaction } from '../../model/index.ts'
import { contract } from './contract.ts'

/** A contract runs from the day its order is confirmed, and is complete when the order is paid. */
export const followOrder = defineReaction('contracts.follow_order', {
  on: ['order.confirmed', 'order.paid'],
  async run(work, event) {
    const order = await work.get('order', event.record!)
    const row = order.contract ? await work.get(contract, order.contract) : null
    if (!row) return
    if (event.name === 'order.confirmed' && row.stage === 'signed')
      await work.change(contract, row.id, { stage: 'running' })
    if (event.name === 'order.paid' && ['signed', 'running'].includes(row.stage ?? ''))
      await work.change(contract, row.id, { stage: 'completed' })
  },
})
