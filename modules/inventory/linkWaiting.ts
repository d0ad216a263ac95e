import { defineReaction } from '../../model/index.ts'
import { isOver, order, orderLine } from '../orders/index.ts'
import { item } from './item.ts'
import { giveItem } from './unknownItem.ts'

/** An item that comes to be by any way answers the lines that wait for its code. */
export const linkWaiting = defineReaction('inventory.link_waiting', {
  on: ['item.created', 'item.imported'],
  async run(work, event) {
    const made = await work.first(item, { where: 'id = the_item', with: { the_item: event.record } })
    if (!made) return
    const waiting = await work.find(orderLine, {
      where: 'item = null and supply = "unknown" and item_code = the_code',
      with: { the_code: made.code },
    })
    for (const line of waiting) {
      const sold = await work.get(order, line.order)
      if (!isOver(sold)) await giveItem(work, line, made.id)
    }
  },
})
