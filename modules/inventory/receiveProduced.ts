import { defineReaction } from '../../model/index.ts'
import { isOver, orderLine } from '../orders/index.ts'
import { item } from './item.ts'
import { coverOrder } from './readyWhenCovered.ts'
import { reserveFor } from './reservation.ts'
import { moveStock, stockMove } from './stockMove.ts'

/**
 * Good pieces come on stock once inspection has passed them, once per inspection, and are kept for the line
 * they were made for.
 */
export const receiveProduced = defineReaction('inventory.receive_produced', {
  on: ['inspection.passed'],
  async run(work, event) {
    const made = event.payload as {
      item: string
      quantity: string
      work_order: string | null
      order: string | null
      order_line: string | null
    }
    const sold = made.order ? await work.get('order', made.order) : null
    await work.get(item, made.item)
    if (await work.first(stockMove, { where: 'inspection = the_lot', with: { the_lot: event.record } }))
      return
    await moveStock(work, {
      item: made.item,
      kind: 'receive',
      quantity: made.quantity,
      work_order: made.work_order,
      order: made.order,
      inspection: event.record,
      owner: null,
    })
    const line = made.order_line
      ? await work.first(orderLine, { where: 'id = the_line', with: { the_line: made.order_line } })
      : null
    if (sold && line && !isOver(sold)) {
      await reserveFor(work, { id: line.id, order: sold.id, item: made.item }, made.quantity, '完工入库')
      await coverOrder(work, sold.id)
    }
    if (made.work_order)
      await work.emit('stock.produced', {
        object: 'work_order',
        record: made.work_order,
        quantity: made.quantity,
        order: made.order,
      })
  },
})
