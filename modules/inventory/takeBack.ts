import { bool, defineAction, json, refuse, text, type Work } from '../../model/index.ts'
import { order, orderLine, reopenOrder } from '../orders/index.ts'
import { replenishOrder } from './replenishOrder.ts'
import { readPortions, type Portion } from './shipOrder.ts'
import { lockItems, moveStock } from './stockMove.ts'

/**
 * Goods come back: on stock again, not reserved, no longer counted as shipped and no longer owed. The order
 * lacks them again: it can be shipped again, closed short or, when nothing is left with the customer,
 * cancelled. With `replacement` new ones are kept, made or bought at once.
 */
export const takeBack = defineAction(order, 'take_back', {
  label: { zh: '退货入库', en: 'Take back' },
  when: 'shipped_quantity > 0',
  input: {
    lines: json({ required: true, label: { zh: '退货明细', en: 'Lines taken back' } }),
    reason: text({ required: true, max: 300, label: { zh: '退货原因', en: 'Reason' } }),
    replacement: bool({ default: false, label: { zh: '补发替换', en: 'To be replaced' } }),
  },
  async run(work, row, { lines: wanted, reason, replacement }) {
    const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: row.id } })
    const portions = readPortions(lines, wanted)
    await lockItems(
      work,
      portions.map(({ line }) => line.item),
    )
    for (const portion of portions) await putBack(work, row.id, portion, reason)
    const after = await reopenOrder(work, await work.get(order, row.id), replacement === true)
    const returned = portions.map(({ line, quantity }) => ({
      line: line.id,
      item: line.item,
      quantity: quantity.toFixed(),
    }))
    await work.emit('order.returned', {
      object: 'order',
      record: row.id,
      reason,
      lines: returned,
      replacement: replacement === true,
    })
    if (replacement) await replenishOrder(work, row.id)
    return { order: row.id, stage: after.stage }
  },
})

async function putBack(work: Work, sold: string, { line, quantity }: Portion, reason: string): Promise<void> {
  if (quantity.gt(line.shipped ?? 0))
    throw refuse(
      'more_than_shipped',
      {
        zh: `“${line.name}”只发出${line.shipped ?? 0}`,
        en: `Of "${line.name}" only ${line.shipped ?? 0} went out`,
      },
      { field: 'lines', status: 409 },
    )
  await moveStock(work, {
    item: line.item!,
    kind: 'return',
    quantity: quantity.toFixed(),
    order: sold,
    order_line: line.id,
    note: reason,
  })
}
