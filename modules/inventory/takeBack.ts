import { bool, defineAction, json, refuse, text, type Work } from '../../model/index.ts'
import { order, orderLine, reopenOrder } from '../orders/index.ts'
import { replenish } from './allocate.ts'
import { coverOrder } from './coverOrder.ts'
import { readPortions, type Portion } from './shipOrder.ts'
import { lockItems, moveStock } from './stockMove.ts'

/**
 * Goods come back: on stock again, not reserved, no longer counted as shipped and no longer owed. The order lacks them again: it can be shipped
 * again, closed short or, when nothing is left with the customer, cancelled. With `replacement` new ones are kept, made or bought at once.
 */
export const takeBack = defineAction(order, 'take_back', {
  label: { zh: '退货入库', en: 'Take back' }, when: 'shipped_quantity > 0',
  input: {
    lines: json({ required: true, label: { zh: '退货明细', en: 'Lines taken back' } }),
    reason: text({ required: true, max: 300, label: { zh: '退货原因', en: 'Reason' } }),
    replacement: bool({ default: false, label: { zh: '补发替换', en: 'To be replaced' } }),
  },
  async run(work, row, { lines: wanted, reason, replacement }) {
    const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: row.id } })
    const portions = readPortions(lines, wanted)
    await lockItems(work, portions.map(({ line }) => line.item))
    for (const portion of portions) await putBack(work, row.id, portion, reason)
    const after = await reopenOrder(work, await work.get(order, row.id), replacement === true)
    const returned = portions.map(({ line, quantity }) => ({ line: line.id, item: line.item, quantity: quantity.toFixed() }))
    await work.emit('order.returned', { object: 'order', record: row.id, reason, lines: returned, replacement: replacement === true })
    if (replacement) await replenishOrder(work, row.id)
    return { order: row.id, stage: after.stage }
  },
})

async function putBack(work: Work, sold: string, { line, quantity }: Portion, reason: string): Promise<void> {
  if (quantity.gt(line.shipped ?? 0)) throw refuse('more_than_shipped', { zh: `“${line.name}”只发出${line.shipped ?? 0}`, en: `Of "${line.name}" only ${line.shipped ?? 0} went out` }, { field: 'lines', status: 409 })
  await moveStock(work, { item: line.item!, kind: 'return', quantity: quantity.toFixed(), order: sold, order_line: line.id, note: reason })
}

/** Pieces that are missing again, as goods came back or work was called off, are kept from stock, made or bought. */
export const replenishAction = defineAction(order, 'replenish', {
  label: { zh: '补货', en: 'Replenish' }, when: 'stage in ("confirmed", "in_production", "ready")',
  because: { zh: '执行中的订单才能补货', en: 'Only an order that is being carried out is replenished' },
  run: async (work, row) => ({ order: row.id, lines: await replenishOrder(work, row.id) }),
})

async function replenishOrder(work: Work, id: string) {
  const sold = await work.get(order, id)
  const lines = await work.find(orderLine, { where: 'order = the_order and item != null', with: { the_order: id }, sort: 'created_at' })
  await lockItems(work, lines.map((line) => line.item))
  const answers = []
  for (const line of lines) answers.push({ line: line.id, ...(await replenish(work, sold, line)) })
  await coverOrder(work, id)
  return answers
}
