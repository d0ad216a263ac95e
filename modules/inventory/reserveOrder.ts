import { defineReaction, type Work } from '../../model/index.ts'
import { accountable, order, orderLine, type Order, type OrderLine } from '../orders/index.ts'
import { coverOrder } from './coverOrder.ts'
import { item } from './item.ts'
import { findItem, linkItem } from './linkItem.ts'
import { purchaseRequest } from './purchaseRequest.ts'
import { releaseReservations, reserveFor } from './reservation.ts'
import { splitDemand } from './splitDemand.ts'
import { lockItems } from './stockMove.ts'

/** Lines find their items as the order is entered, so that stock stands beside them. */
export const linkOrderItems = defineReaction('inventory.link_items', {
  on: ['order.created', 'order.imported'],
  async run(work, event) {
    for (const line of await work.find(orderLine, { where: 'order = the_order and item = null', with: { the_order: event.record } })) {
      const known = await findItem(work, line)
      if (known) await work.change(orderLine, line.id, { item: known.id, item_code: known.code })
    }
  },
})

/**
 * A confirmed order takes what is available and asks for the rest, once per line (ORD-06): a line that has been allocated is passed over,
 * and the items are locked while their stock is judged, so that two orders at once never take the same piece.
 */
export const reserveOrder = defineReaction('inventory.reserve', {
  on: ['order.confirmed'],
  async run(work, event) {
    const sold = await work.get(order, event.record!)
    if (['draft', 'cancelled', 'closed'].includes(sold.stage ?? '')) return
    const lines: OrderLine[] = []
    for (const [i, line] of (await work.find(orderLine, { where: 'order = the_order', with: { the_order: sold.id }, sort: 'created_at' })).entries()) lines.push(await linkItem(work, line, sold, i + 1))
    await lockItems(work, lines.map((line) => line.item))
    for (const line of lines) if (line.allocated_at === null) await allocate(work, sold, line)
    await coverOrder(work, sold.id)
  },
})

async function allocate(work: Work, sold: Order, line: OrderLine): Promise<void> {
  const stock = await work.get(item, line.item!)
  const { reserve, shortage } = splitDemand({ ordered: line.quantity, available: stock.available ?? '0' })
  if (reserve !== '0') await reserveFor(work, line, reserve, '库存')
  const short = shortage !== '0'
  await work.change(orderLine, line.id, { allocated_at: work.now().toISOString(), short_quantity: shortage, supply: short ? stock.make_or_buy : 'stock' })
  if (!short) return
  const due = line.promised_on ?? sold.promised_on ?? line.requested_on ?? sold.requested_on
  if (stock.make_or_buy === 'buy') await requestPurchase(work, { sold, line, shortage, due })
  await work.emit('stock.short', { object: 'order_line', record: line.id, order: sold.id, item: stock.id, quantity: shortage, supply: stock.make_or_buy, due_on: due })
}

async function requestPurchase(work: Work, { sold, line, shortage, due }: { sold: Order; line: OrderLine; shortage: string; due: string | null }): Promise<void> {
  const buyer = await accountable(work, 'purchaser')
  const made = await work.create(purchaseRequest, { item: line.item!, quantity: shortage, needed_on: due, order: sold.id, order_line: line.id, owner: buyer })
  if (buyer) await work.openTask({ title: { zh: `采购：${line.name} × ${shortage}`, en: `Purchase: ${line.name} × ${shortage}` }, kind: 'purchase', assignee: buyer, object: purchaseRequest, record: made.id, key: 'purchase', due: due ? new Date(`${due}T01:00:00Z`) : undefined })
}

/** A cancelled order gives its stock back and needs nothing bought any more, unless it has been ordered already. */
export const releaseOrder = defineReaction('inventory.release', {
  on: ['order.cancelled'],
  async run(work, event) {
    await releaseReservations(work, event.record!)
    for (const request of await work.find(purchaseRequest, { where: 'order = the_order and stage = "requested"', with: { the_order: event.record } })) {
      await work.change(purchaseRequest, request.id, { stage: 'cancelled', note: '订单已取消' })
      await work.closeTasks({ record: request.id, kind: 'purchase' })
    }
    await work.closeTasks({ record: event.record!, kind: 'shipment' })
  },
})
