import type { Work } from '../../model/index.ts'
import { Decimal } from 'decimal.js'
import { advanceOrder, order, orderLine } from '../orders/index.ts'

/** An order whose every line lies reserved, or has gone out already, is ready to ship. Locks the order, so that two lines covered at once are both seen. */
export async function coverOrder(work: Work, id: string): Promise<void> {
  const before = await work.get(order, id)
  const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: id } })
  const covered = lines.length > 0 && lines.every((line) => new Decimal(line.reserved ?? 0).plus(line.shipped ?? 0).gte(line.quantity))
  if (covered) {
    const after = await advanceOrder(work, id, 'ready')
    if (after.stage === 'ready' && before.stage !== 'ready') {
      await work.emit('order.ready', { object: 'order', record: id })
      if (after.owner) await work.notify([after.owner], { title: { zh: `订单 ${after.number} 已备齐，可以发货`, en: `Order ${after.number} is ready to ship` }, object: 'order', record: id, key: `order-ready:${id}` })
      const keeper = (await work.people({ role: 'warehouse' }))[0]
      if (keeper) await work.openTask({ title: { zh: `发货：${after.number}`, en: `Ship: ${after.number}` }, kind: 'shipment', assignee: keeper, object: order, record: id, key: 'ship', due: after.promised_on ? new Date(`${after.promised_on}T09:00:00Z`) : undefined })
    }
  }
  await work.emit('order.covered', { object: 'order', record: id, ready: covered })
}
