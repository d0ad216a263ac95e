import { definePipeline, type Work } from '../../model/index.ts'
import { order, type Order } from './order.ts'

export const orderPipeline = definePipeline('order_flow', {
  object: 'order',
  label: { zh: '订单流程', en: 'Order flow' },
  default: true,
  moved_by: 'actions',
  stages: [
    { name: 'draft', label: { zh: '草稿', en: 'Draft' }, to: ['confirmed', 'cancelled'] },
    {
      name: 'confirmed',
      label: { zh: '已确认', en: 'Confirmed' },
      to: ['in_production', 'ready', 'shipped', 'held', 'closed', 'cancelled'],
      entry: [
        {
          code: 'has_lines',
          condition: 'count(lines) > 0',
          label: { zh: '至少一行订单明细', en: 'At least one line' },
        },
        {
          code: 'quantities',
          condition: 'every l in lines satisfies l.quantity > 0',
          label: { zh: '每行数量大于零', en: 'Every line has a quantity above zero' },
        },
      ],
    },
    {
      name: 'in_production',
      label: { zh: '生产中', en: 'In production' },
      to: ['ready', 'shipped', 'held', 'closed', 'cancelled'],
    },
    {
      name: 'ready',
      label: { zh: '待发货', en: 'Ready to ship' },
      to: ['confirmed', 'shipped', 'held', 'closed', 'cancelled'],
    },
    { name: 'shipped', label: { zh: '已发货', en: 'Shipped' }, to: ['confirmed', 'closed'] },
    { name: 'closed', label: { zh: '已关闭', en: 'Closed' }, to: ['confirmed'], ends: 'done' },
    {
      name: 'held',
      label: { zh: '暂停', en: 'Held' },
      to: ['confirmed', 'in_production', 'ready', 'closed', 'cancelled'],
    },
    { name: 'cancelled', label: { zh: '已取消', en: 'Cancelled' }, ends: 'lost' },
  ],
})

const onward = ['confirmed', 'in_production', 'ready', 'shipped']

/**
 * What production and stock have reached moves the order on, never back (only goods that come back do:
 * `reopenOrder`). A held order stays held and resumes where it would be by then; one that is closed or
 * cancelled stays so. Answers the order, locked.
 */
export async function advanceOrder(
  work: Work,
  id: string,
  to: 'in_production' | 'ready' | 'shipped',
): Promise<Order> {
  const row = await work.get(order, id)
  const held = row.stage === 'held'
  const at = onward.indexOf((held ? row.held_from : row.stage) ?? '')
  if (at < 0 || at >= onward.indexOf(to)) return row
  return work.change(order, id, held ? { held_from: to } : { stage: to })
}

/**
 * Goods came back: what was ready or shipped lacks pieces again, so that it can be shipped, closed short or
 * called off. A closed order stays closed unless its goods are to be replaced; a held one stays held.
 */
export async function reopenOrder(work: Work, row: Order, replaced: boolean): Promise<Order> {
  const back = ['ready', 'shipped', ...(replaced ? ['closed'] : [])]
  if (row.stage === 'held')
    return row.held_from === 'ready' ? work.change(order, row.id, { held_from: 'confirmed' }) : row
  return back.includes(row.stage ?? '')
    ? work.change(order, row.id, { stage: 'confirmed', shipped_on: null })
    : row
}
