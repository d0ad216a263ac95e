import type { Work } from '../../model/index.ts'
import {
  accountable,
  isDraft,
  order,
  orderLine,
  overOrders,
  type Order,
  type OrderLine,
} from '../orders/index.ts'
import { item } from './item.ts'
import { coverOrder } from './readyWhenCovered.ts'
import { allocate } from './reserveOrAsk.ts'
import { lockItems } from './stockMove.ts'

export const unknown = `item = null and not(${overOrders('order.stage')})`

export const because = {
  zh: '该明细已有物料，或订单已结束',
  en: 'The line has its item, or the order is over',
}

/**
 * A line whose item nobody knows is asked about, once: what was typed is never made into an item by itself.
 */
export async function askForItem(work: Work, sold: Order, line: OrderLine): Promise<void> {
  await work.change(orderLine, line.id, { supply: 'unknown' })
  const planner = await accountable(work, 'planning')
  const what = [line.item_code, line.name, line.spec].filter(Boolean).join(' ')
  if (planner)
    await work.openTask({
      title: {
        zh: `订单 ${sold.number} 的明细“${what}”没有对应物料：请选择已有物料或新建`,
        en: `Order ${sold.number}: no item is known for "${what}". Choose one, or make it one`,
      },
      kind: 'unknown_item',
      verb: 'create_item',
      assignee: planner,
      object: orderLine,
      record: line.id,
      key: 'unknown_item',
      data: { order: sold.id },
    })
}

/** The line has its item; one of a confirmed order takes its stock and asks for the rest now. */
export async function giveItem(work: Work, line: OrderLine, id: string): Promise<OrderLine> {
  const sold = await work.get(order, line.order)
  await lockItems(work, [id])
  const known = await work.get(item, id)
  const linked = await work.change(orderLine, line.id, {
    item: known.id,
    item_code: known.code,
    supply: null,
  })
  await work.closeTasks({ record: line.id, kind: 'unknown_item', outcome: 'known' })
  if (isDraft(sold)) return linked
  if (linked.allocated_at === null) await allocate(work, sold, linked)
  await coverOrder(work, sold.id)
  return work.get(orderLine, line.id)
}
