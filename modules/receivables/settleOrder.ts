import { Decimal } from 'decimal.js'
import { defineReaction } from '../../model/index.ts'
import { isClosed, receivable } from './receivable.ts'

/**
 * The order shows what is owed, what has come in and what of it is the customer's, and is paid when all its
 * receivables are closed and money came for it.
 * The order is locked before its receivables are read, so that two last payments at once see each other.
 */
export const settleOrder = defineReaction('receivables.settle_order', {
  on: ['receivable.received', 'receivable.written_off'],
  async run(work, event) {
    if (!event.payload.order) return
    if (!(await work.first('order', { where: 'id = the_order', with: { the_order: event.payload.order } })))
      return
    const order = await work.get('order', event.payload.order as string)
    const rows = await work.find(receivable, { where: 'order = the_order', with: { the_order: order.id } })
    const total = (name: 'received' | 'amount' | 'credit') =>
      rows.reduce((sum, row) => sum.plus(row[name] ?? 0), new Decimal(0))
    const [received, owed] = [total('received'), total('amount')]
    const state = received.lte(0)
      ? 'unpaid'
      : owed.isZero()
        ? 'credit'
        : rows.every(isClosed)
          ? 'paid'
          : 'partial'
    const wanted = {
      payment_state: state,
      received_amount: received.toFixed(2),
      owed_amount: owed.toFixed(2),
      credit_amount: total('credit').toFixed(2),
    }
    const patch = Object.fromEntries(Object.entries(wanted).filter(([name]) => name in order))
    const before = order.payment_state as string | null | undefined
    if (Object.keys(patch).length > 0) await work.change('order', order.id, patch)
    if (state !== 'paid' || before === 'paid') return
    await work.emit('order.paid', {
      object: 'order',
      record: order.id,
      order: order.id,
      customer: order.customer,
      amount: received.toFixed(2),
    })
    if (order.owner)
      await work.notify([order.owner], {
        title: {
          zh: `已回款：订单 ${order.number ?? ''} 已全部收清，共 ${received.toFixed(2)} 元`,
          en: `Paid: order ${order.number ?? ''} is settled, ${received.toFixed(2)} in all`,
        },
        object: 'order',
        record: order.id,
        key: `order-paid:${order.id}`,
      })
  },
})
