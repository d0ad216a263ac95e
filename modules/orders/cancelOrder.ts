import { defineAction, text, type Work } from '../../model/index.ts'
import { dropSignatures, live } from './liveOrder.ts'
import { order, type Order } from './order.ts'

export const cancelOrder = defineAction(order, 'cancel', {
  label: { zh: '取消订单', en: 'Cancel' },
  style: 'danger',
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  when: `(stage = "draft" or ${live}) and (shipped_quantity = null or shipped_quantity = 0)`,
  because: {
    zh: '客户手中还有货的订单不能取消：请先退货，或关闭订单（余下不再交付）',
    en: 'Goods of this order are with the customer: take them back, or close the order short',
  },
  run: (work, row, { reason }) => callOff(work, row, reason),
})

/** Nothing has gone out, or all of it came back: the order is void. */
export async function callOff(work: Work, row: Order, reason: string): Promise<Order> {
  const cancelled = await work.change(order, row.id, {
    stage: 'cancelled',
    held_from: null,
    stop_reason: reason,
    approval: null,
    asked_lines: null,
  })
  if (row.approval) await work.callOffProcess(row.approval)
  await dropSignatures(work, row.id)
  await work.emit('order.cancelled', { object: 'order', record: row.id, reason })
  return cancelled
}
