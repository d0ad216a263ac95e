import { date, defineAction, defineObject, definePipeline, money, number, reference, refuse, text } from '../../model/index.ts'
import { Decimal } from 'decimal.js'
import { coverOrder } from './coverOrder.ts'
import { item } from './item.ts'
import { reserveFor } from './reservation.ts'
import { moveStock } from './stockMove.ts'

/** Something to be bought, mostly because an order is short of it. */
export const purchaseRequest = defineObject('purchase_request', {
  label: { zh: '采购申请', en: 'Purchase request' },
  title: 'number',
  number: 'QG{yyyy}{MM}-{0000}',
  fields: {
    item: reference('item', { required: true, inverse: 'purchase_requests', label: { zh: '物料', en: 'Item' } }),
    quantity: number({ required: true, min: 0, label: { zh: '数量', en: 'Quantity' } }),
    received: number({ readonly: true, default: '0', label: { zh: '已到货', en: 'Received' } }),
    needed_on: date({ index: true, label: { zh: '需求日期', en: 'Needed on' } }),
    expected_on: date({ label: { zh: '预计到货', en: 'Expected on' } }),
    supplier: text({ max: 200, label: { zh: '供应商', en: 'Supplier' } }),
    price: money({ scale: 4, label: { zh: '采购单价', en: 'Purchase price' } }),
    order: reference('order', { inverse: 'purchase_requests', label: { zh: '订单', en: 'Order' } }),
    order_line: reference('order_line', { inverse: 'purchase_requests', label: { zh: '订单明细', en: 'Order line' } }),
    work_order: reference('work_order', { inverse: 'purchase_requests', label: { zh: '工单', en: 'Work order' } }),
    note: text({ max: 300, label: { zh: '说明', en: 'Note' } }),
  },
  list: { columns: ['number', 'item', 'quantity', 'received', 'needed_on', 'supplier', 'stage', 'order', 'owner'], sort: '-created_at', filters: ['stage', 'item'] },
  form: [['item', 'quantity'], ['needed_on', 'expected_on'], ['supplier', 'price'], ['order', 'received'], ['note']],
  related: ['stock_moves'],
  access: {
    purchaser: { create: true, read: true, update: 'stage = "requested"', export: true, actions: ['order', 'receive', 'cancel'] },
    planner: { create: true, read: true, fields: { price: 'hidden' }, actions: ['cancel'] }, warehouse: { read: true, fields: { price: 'hidden' }, actions: ['receive'] },
    sales: { read: 'order.owner = me', fields: { price: 'hidden', supplier: 'hidden' } },
    finance: { read: true, export: true }, manager: { create: true, read: true, update: true, export: true, actions: true }, admin: { read: true, export: true },
  },
})

export const purchasePipeline = definePipeline('purchase_flow', {
  object: 'purchase_request', label: { zh: '采购流程', en: 'Purchase flow' }, default: true, moved_by: 'actions',
  stages: [
    { name: 'requested', label: { zh: '已申请', en: 'Requested' }, to: ['ordered', 'received', 'cancelled'] },
    { name: 'ordered', label: { zh: '已下单', en: 'Ordered' }, to: ['received', 'cancelled'] },
    { name: 'received', label: { zh: '已到货', en: 'Received' }, ends: 'done' },
    { name: 'cancelled', label: { zh: '已取消', en: 'Cancelled' }, ends: 'lost' },
  ],
})

export const placePurchase = defineAction(purchaseRequest, 'order', {
  label: { zh: '下单', en: 'Order' }, when: 'stage = "requested"', style: 'primary',
  input: { supplier: text({ max: 200, label: { zh: '供应商', en: 'Supplier' } }), expected_on: date({ label: { zh: '预计到货', en: 'Expected on' } }), price: money({ scale: 4, label: { zh: '采购单价', en: 'Purchase price' } }) },
  async run(work, row, { supplier, expected_on, price }) {
    await work.closeTasks({ record: row.id, kind: 'purchase', outcome: 'ordered' })
    const known = await work.get(item, row.item)
    return work.change(purchaseRequest, row.id, { stage: 'ordered', supplier: supplier ?? row.supplier ?? known.supplier, expected_on: expected_on ?? row.expected_on, price: price ?? row.price })
  },
})

/** What arrives goes on stock and is kept for the order that waits for it. */
export const receivePurchase = defineAction(purchaseRequest, 'receive', {
  label: { zh: '到货入库', en: 'Receive' }, when: 'stage in ("requested", "ordered")',
  input: { quantity: number({ min: 0, label: { zh: '到货数量', en: 'Quantity received' } }), note: text({ max: 300, label: { zh: '说明', en: 'Note' } }) },
  async run(work, row, { quantity, note }) {
    const open = new Decimal(row.quantity).minus(row.received ?? 0)
    const came = new Decimal(quantity ?? open)
    if (came.lte(0) || came.gt(open)) throw refuse('quantity_out_of_range', { zh: `到货数量应大于0且不超过未到数量${open.toFixed()}`, en: `Receive more than 0 and at most the ${open.toFixed()} still open` }, { field: 'quantity', data: { open: open.toFixed() } })
    const sold = row.order ? await work.get('order', row.order) : null
    await work.get(item, row.item)
    await moveStock(work, { item: row.item, kind: 'receive', quantity: came.toFixed(), purchase_request: row.id, order: row.order, note: note ?? null })
    const received = new Decimal(row.received ?? 0).plus(came)
    const done = received.gte(row.quantity)
    if (done) await work.closeTasks({ record: row.id, kind: 'purchase', outcome: 'received' })
    const changed = await work.change(purchaseRequest, row.id, { received: received.toFixed(), ...(done ? { stage: 'received' } : {}) })
    if (sold && row.order_line && sold.stage !== 'cancelled') {
      await reserveFor(work, { id: row.order_line, order: sold.id, item: row.item }, came.toFixed(), `采购 ${row.number}`)
      await coverOrder(work, sold.id)
    }
    return changed
  },
})

export const cancelPurchase = defineAction(purchaseRequest, 'cancel', {
  label: { zh: '取消', en: 'Cancel' }, when: 'stage in ("requested", "ordered")', style: 'danger',
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    await work.closeTasks({ record: row.id, kind: 'purchase' })
    return work.change(purchaseRequest, row.id, { stage: 'cancelled', note: reason })
  },
})
