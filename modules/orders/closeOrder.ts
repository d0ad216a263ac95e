import { Decimal } from 'decimal.js'
import { defineAction, refuse, text, type Work } from '../../model/index.ts'
import { dropSignatures, live } from './liveOrder.ts'
import { order, type Order } from './order.ts'
import { orderLine } from './orderLine.ts'

/**
 * Everything that was agreed has gone out; or what has not is given up, with the reason, and only what the
 * customer has is owed.
 */
export const closeOrder = defineAction(order, 'close', {
  label: { zh: '关闭', en: 'Close' },
  when: `stage = "shipped" or (${live} and shipped_quantity > 0)`,
  because: {
    zh: '发过货的订单才能关闭；没有发货的请取消',
    en: 'An order closes once goods have gone out; before that it is cancelled',
  },
  input: {
    reason: text({
      max: 300,
      label: { zh: '未交完的原因（有欠交时必填）', en: 'Why it is closed short, where pieces are missing' },
    }),
  },
  async run(work, row, { reason }) {
    const missing = await missingPieces(work, row.id)
    if (missing.gt(0) && !reason)
      throw refuse(
        'pieces_missing',
        {
          zh: `还有 ${missing.toFixed()} 未交付；如不再交付，请填写原因`,
          en: `${missing.toFixed()} have not gone out: give the reason if they never will`,
        },
        { field: 'reason', status: 409, data: { missing: missing.toFixed() } },
      )
    return endOrder(work, row, { short: missing.gt(0), reason: reason ?? null })
  },
})

/** `short`: pieces that were agreed will never go out; what is kept, made and bought for them is let go. */
export async function endOrder(
  work: Work,
  row: Order,
  { short, reason }: { readonly short: boolean; readonly reason: string | null },
): Promise<Order> {
  const closed = await work.change(order, row.id, { stage: 'closed', held_from: null, stop_reason: reason })
  if (short) await dropSignatures(work, row.id)
  await work.emit('order.closed', { object: 'order', record: row.id, short, reason })
  return closed
}

export async function missingPieces(work: Work, id: string): Promise<Decimal> {
  const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: id } })
  return lines.reduce(
    (sum, line) => sum.plus(Decimal.max(0, new Decimal(line.quantity).minus(line.shipped ?? 0))),
    new Decimal(0),
  )
}
