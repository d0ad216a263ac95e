import { Decimal } from 'decimal.js'
import { defineAction, refuse, text, type Work } from '../../model/index.ts'
import { order, type Order } from './order.ts'
import { orderLine } from './orderLine.ts'

const live = 'stage in ("confirmed", "in_production", "ready", "held")'

export const cancelOrder = defineAction(order, 'cancel', {
  label: { zh: '取消订单', en: 'Cancel' }, style: 'danger',
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  when: `(stage = "draft" or ${live}) and (shipped_quantity = null or shipped_quantity = 0)`,
  because: { zh: '客户手中还有货的订单不能取消：请先退货，或关闭订单（余下不再交付）', en: 'Goods of this order are with the customer: take them back, or close the order short' },
  run: (work, row, { reason }) => callOff(work, row, reason),
})

/** Everything that was agreed has gone out; or what has not is given up, with the reason, and only what the customer has is owed. */
export const closeOrder = defineAction(order, 'close', {
  label: { zh: '关闭', en: 'Close' },
  when: `stage = "shipped" or (${live} and shipped_quantity > 0)`,
  because: { zh: '发过货的订单才能关闭；没有发货的请取消', en: 'An order closes once goods have gone out; before that it is cancelled' },
  input: { reason: text({ max: 300, label: { zh: '未交完的原因（有欠交时必填）', en: 'Why it is closed short, where pieces are missing' } }) },
  async run(work, row, { reason }) {
    const missing = await missingPieces(work, row.id)
    if (missing.gt(0) && !reason) throw refuse('pieces_missing', { zh: `还有 ${missing.toFixed()} 未交付；如不再交付，请填写原因`, en: `${missing.toFixed()} have not gone out: give the reason if they never will` }, { field: 'reason', status: 409, data: { missing: missing.toFixed() } })
    return endOrder(work, row, { short: missing.gt(0), reason: reason ?? null })
  },
})

/** Nothing has gone out, or all of it came back: the order is void. */
export async function callOff(work: Work, row: Order, reason: string): Promise<Order> {
  const cancelled = await work.change(order, row.id, { stage: 'cancelled', held_from: null, stop_reason: reason, approval: null, asked_lines: null })
  if (row.approval) await work.callOffProcess(row.approval)
  await dropSignatures(work, row.id)
  await work.emit('order.cancelled', { object: 'order', record: row.id, reason })
  return cancelled
}

/** `short`: pieces that were agreed will never go out; what is kept, made and bought for them is let go. */
export async function endOrder(work: Work, row: Order, { short, reason }: { readonly short: boolean; readonly reason: string | null }): Promise<Order> {
  const closed = await work.change(order, row.id, { stage: 'closed', held_from: null, stop_reason: reason })
  if (short) await dropSignatures(work, row.id)
  await work.emit('order.closed', { object: 'order', record: row.id, short, reason })
  return closed
}

async function dropSignatures(work: Work, id: string): Promise<void> {
  for (const one of await work.find('requirement_sign_off', { where: 'order = the_order', with: { the_order: id } })) await work.closeTasks({ record: one.id, kind: 'sign_off' })
}

export async function missingPieces(work: Work, id: string): Promise<Decimal> {
  const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: id } })
  return lines.reduce((sum, line) => sum.plus(Decimal.max(0, new Decimal(line.quantity).minus(line.shipped ?? 0))), new Decimal(0))
}
