import { choice, defineObject, number, reference, text, type Row, type Work } from '../../model/index.ts'
import { order, orderLine, type OrderLine } from '../orders/index.ts'
import { Decimal } from 'decimal.js'
import { item } from './item.ts'

/** Stock that is kept for an order line. `held` is what is still kept: it falls as the goods leave. */
export const reservation = defineObject('reservation', {
  label: { zh: '库存预留', en: 'Reservation' },
  title: 'source',
  unsearchable: true,
  menu: false,
  fields: {
    item: reference('item', { required: true, inverse: 'reservations', label: { zh: '物料', en: 'Item' } }),
    order: reference('order', {
      required: true,
      inverse: 'reservations',
      label: { zh: '订单', en: 'Order' },
    }),
    order_line: reference('order_line', {
      required: true,
      inverse: 'reservations',
      label: { zh: '订单明细', en: 'Order line' },
    }),
    quantity: number({ required: true, min: 0, label: { zh: '预留数量', en: 'Reserved' } }),
    held: number({ required: true, min: 0, label: { zh: '尚留数量', en: 'Still held' } }),
    state: choice(
      {
        held: { zh: '预留中', en: 'Held' },
        used: { zh: '已出库', en: 'Used' },
        released: { zh: '已释放', en: 'Released' },
      },
      { required: true, default: 'held', label: { zh: '状态', en: 'State' } },
    ),
    source: text({ max: 120, label: { zh: '来源', en: 'From' } }),
  },
  list: {
    columns: ['order', 'item', 'quantity', 'held', 'state', 'source', 'created_at'],
    sort: '-created_at',
    filters: ['state'],
  },
  access: {
    warehouse: { read: true },
    planner: { read: true },
    purchaser: { read: true },
    finance: { read: true },
    manager: { read: true },
    admin: { read: true },
    sales: { read: 'order.owner = me' },
    sales_director: { read: 'order.department in my_departments' },
  },
})
export type Reservation = Row<typeof reservation>

/**
 * Keeps up to `wanted` pieces for a line: no more than are available, no more than the line still lacks.
 * Answers what was kept. The item is locked here.
 */
export async function reserveFor(
  work: Work,
  line: Pick<OrderLine, 'id' | 'order' | 'item'>,
  wanted: string,
  source: string,
): Promise<Decimal> {
  const stock = await work.get(item, line.item!)
  const now = await work.get(orderLine, line.id)
  const lacking = new Decimal(now.quantity).minus(now.reserved ?? 0).minus(now.shipped ?? 0)
  const kept = Decimal.max(0, Decimal.min(wanted, stock.available ?? 0, lacking))
  if (kept.gt(0))
    await work.create(reservation, {
      item: stock.id,
      order: line.order,
      order_line: line.id,
      quantity: kept.toFixed(),
      held: kept.toFixed(),
      source,
      owner: null,
    })
  return kept
}

/** Takes pieces out of what is held for a line, the oldest first; refuses nothing: the caller has looked. */
export async function useReservations(work: Work, line: string, quantity: Decimal): Promise<void> {
  let left = quantity
  for (const row of await work.find(reservation, {
    where: 'order_line = the_line and held > 0',
    with: { the_line: line },
    sort: 'created_at',
  })) {
    const taken = Decimal.min(left, row.held)
    if (taken.lte(0)) return
    const held = new Decimal(row.held).minus(taken)
    await work.change(reservation, row.id, { held: held.toFixed(), state: held.isZero() ? 'used' : 'held' })
    left = left.minus(taken)
  }
}

/** Gives back everything that is still held for an order. */
export async function releaseReservations(work: Work, orderId: string): Promise<void> {
  await work.get(order, orderId)
  const rows = await work.find(reservation, {
    where: 'order = the_order and held > 0',
    with: { the_order: orderId },
  })
  for (const id of [...new Set(rows.map((row) => row.item))].sort()) await work.get(item, id)
  for (const row of rows) await work.change(reservation, row.id, { held: '0', state: 'released' })
}
