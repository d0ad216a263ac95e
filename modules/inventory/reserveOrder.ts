import { defineReaction } from '../../model/index.ts'
import { isDraft, isOver, order, orderLine, type OrderLine } from '../orders/index.ts'
import { withItem } from './findItem.ts'
import { purchaseRequest } from './purchaseRequest.ts'
import { coverOrder } from './readyWhenCovered.ts'
import { releaseReservations } from './reservation.ts'
import { allocate } from './reserveOrAsk.ts'
import { lockItems } from './stockMove.ts'
import { askForItem } from './unknownItem.ts'

/** Lines find their items as the order is entered, so that stock stands beside them. */
export const linkOrderItems = defineReaction('inventory.link_items', {
  on: ['order.created', 'order.imported'],
  async run(work, event) {
    for (const line of await work.find(orderLine, {
      where: 'order = the_order and item = null',
      with: { the_order: event.record },
    }))
      await withItem(work, line)
  },
})

/**
 * A confirmed order takes what is available and asks for the rest, once per line (ORD-06): a line that has
 * been allocated is passed over, and the items are locked while their stock is judged, so that two orders at
 * once never take the same piece. A line that no known item fits waits for somebody to say what it is.
 */
export const reserveOrder = defineReaction('inventory.reserve', {
  on: ['order.confirmed'],
  async run(work, event) {
    const sold = await work.get(order, event.record!)
    if (isDraft(sold) || isOver(sold)) return
    const lines: OrderLine[] = []
    for (const line of await work.find(orderLine, {
      where: 'order = the_order',
      with: { the_order: sold.id },
      sort: 'created_at',
    }))
      lines.push(await withItem(work, line))
    await lockItems(
      work,
      lines.map((line) => line.item),
    )
    for (const line of lines) {
      if (line.item === null) await askForItem(work, sold, line)
      else if (line.allocated_at === null) await allocate(work, sold, line)
    }
    await coverOrder(work, sold.id)
  },
})

/**
 * An order called off, or closed short, gives its stock back and needs nothing bought any more, unless it has
 * been ordered already.
 */
export const releaseOrder = defineReaction('inventory.release', {
  on: ['order.cancelled', 'order.closed'],
  async run(work, event) {
    for (const line of await work.find(orderLine, {
      where: 'order = the_order and item = null',
      with: { the_order: event.record },
    }))
      await work.closeTasks({ record: line.id, kind: 'unknown_item' })
    await releaseReservations(work, event.record!)
    for (const request of await work.find(purchaseRequest, {
      where: 'order = the_order and stage = "requested"',
      with: { the_order: event.record },
    })) {
      await work.change(purchaseRequest, request.id, {
        stage: 'cancelled',
        note: event.name === 'order.closed' ? '订单已关闭' : '订单已取消',
      })
      await work.closeTasks({ record: request.id, kind: 'purchase' })
    }
    await work.closeTasks({ record: event.record!, kind: 'shipment' })
  },
})
