import { Decimal } from 'decimal.js'
import { defineReaction, type Work } from '../../model/index.ts'
import { advanceOrder, isReady, order, orderLine, type Order } from '../orders/index.ts'
import { whoAnswers } from '../leads/index.ts'

/**
 * An order whose every line lies reserved, or has gone out already, is ready to ship. Locks the order, so
 * that two lines covered at once are both seen.
 */
export async function coverOrder(work: Work, id: string): Promise<void> {
  const before = await work.get(order, id)
  const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: id } })
  const covered =
    lines.length > 0 &&
    lines.every((line) => new Decimal(line.reserved ?? 0).plus(line.shipped ?? 0).gte(line.quantity))
  if (covered) {
    const after = await advanceOrder(work, id, 'ready')
    if (isReady(after) && !isReady(before)) await handOver(work, after)
  }
  await work.emit('order.covered', { object: 'order', record: id, ready: covered })
}

/** The seller is told, and the warehouse has it to ship. */
async function handOver(work: Work, { id, number, owner, promised_on }: Order): Promise<void> {
  await work.emit('order.ready', { object: 'order', record: id })
  if (owner)
    await work.notify([owner], {
      title: { zh: `订单 ${number} 已备齐，可以发货`, en: `Order ${number} is ready to ship` },
      object: 'order',
      record: id,
      key: `order-ready:${id}`,
    })
  const keeper = await whoAnswers(work, 'shipping')
  if (keeper)
    await work.openTask({
      title: { zh: `发货：${number}`, en: `Ship: ${number}` },
      kind: 'shipment',
      assignee: keeper,
      object: order,
      record: id,
      key: 'ship',
      due: promised_on ? new Date(`${promised_on}T09:00:00Z`) : undefined,
    })
}

/**
 * An order that got ready while it was held is handed over when it goes on; one that had been before is not
 * again.
 */
export const handOverResumed = defineReaction('inventory.hand_over_resumed', {
  on: ['order.resumed'],
  async run(work, event) {
    const row = await work.get(order, event.record!)
    if (
      isReady(row) &&
      !(await work.first('task', {
        where: 'record = the_order and key = "ship"',
        with: { the_order: row.id },
      }))
    )
      await handOver(work, row)
  },
})
