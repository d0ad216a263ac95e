import { definePipeline, type Work } from '../../model/index.ts'
import { order, type Order } from './order.ts'

export const orderPipeline = definePipeline('order_flow', {
  object: 'order', label: { zh: '订单流程', en: 'Order flow' }, default: true, moved_by: 'actions',
  stages: [
    { name: 'draft', label: { zh: '草稿', en: 'Draft' }, to: ['confirmed', 'cancelled'] },
    {
      name: 'confirmed', label: { zh: '已确认', en: 'Confirmed' }, to: ['in_production', 'ready', 'shipped', 'held', 'cancelled'],
      entry: [
        { code: 'has_lines', condition: 'count(lines) > 0', label: { zh: '至少一行订单明细', en: 'At least one line' } },
        { code: 'quantities', condition: 'every l in lines satisfies l.quantity > 0', label: { zh: '每行数量大于零', en: 'Every line has a quantity above zero' } },
      ],
    },
    { name: 'in_production', label: { zh: '生产中', en: 'In production' }, to: ['ready', 'shipped', 'held', 'cancelled'] },
    { name: 'ready', label: { zh: '待发货', en: 'Ready to ship' }, to: ['shipped', 'held', 'cancelled'] },
    { name: 'shipped', label: { zh: '已发货', en: 'Shipped' }, to: ['closed'] },
    { name: 'closed', label: { zh: '已关闭', en: 'Closed' }, ends: 'done' },
    { name: 'held', label: { zh: '暂停', en: 'Held' }, to: ['confirmed', 'in_production', 'ready', 'cancelled'] },
    { name: 'cancelled', label: { zh: '已取消', en: 'Cancelled' }, ends: 'lost' },
  ],
})

const onward = ['confirmed', 'in_production', 'ready', 'shipped']

/**
 * What production and stock have reached moves the order on, never back. A held order stays held and resumes where it would be by then;
 * one that is closed or cancelled stays so. Answers the order, locked.
 */
export async function advanceOrder(work: Work, id: string, to: 'in_production' | 'ready' | 'shipped'): Promise<Order> {
  const row = await work.get(order, id)
  const held = row.stage === 'held'
  const at = onward.indexOf((held ? row.held_from : row.stage) ?? '')
  if (at < 0 || at >= onward.indexOf(to)) return row
  return work.change(order, id, held ? { held_from: to } : { stage: to })
}
