import { date, defineObject, money, number, reference, text } from '../../model/index.ts'

/** Something to be bought, mostly because an order is short of it. */
export const purchaseRequest = defineObject('purchase_request', {
  label: { zh: '采购申请', en: 'Purchase request' },
  title: 'number',
  number: 'QG{yyyy}{MM}-{0000}',
  fields: {
    item: reference('item', {
      required: true,
      inverse: 'purchase_requests',
      label: { zh: '物料', en: 'Item' },
    }),
    quantity: number({ required: true, min: 0, label: { zh: '数量', en: 'Quantity' } }),
    received: number({ readonly: true, default: '0', label: { zh: '已到货', en: 'Received' } }),
    needed_on: date({ index: true, label: { zh: '需求日期', en: 'Needed on' } }),
    expected_on: date({ label: { zh: '预计到货', en: 'Expected on' } }),
    supplier: text({ max: 200, label: { zh: '供应商', en: 'Supplier' } }),
    price: money({ scale: 4, label: { zh: '采购单价', en: 'Purchase price' } }),
    order: reference('order', { inverse: 'purchase_requests', label: { zh: '订单', en: 'Order' } }),
    order_line: reference('order_line', {
      inverse: 'purchase_requests',
      label: { zh: '订单明细', en: 'Order line' },
    }),
    work_order: reference('work_order', {
      inverse: 'purchase_requests',
      label: { zh: '工单', en: 'Work order' },
    }),
    note: text({ max: 300, label: { zh: '说明', en: 'Note' } }),
  },
  list: {
    columns: ['number', 'item', 'quantity', 'received', 'needed_on', 'supplier', 'stage', 'order', 'owner'],
    sort: '-created_at',
    filters: ['stage', 'item'],
  },
  form: [
    ['item', 'quantity'],
    ['needed_on', 'expected_on'],
    ['supplier', 'price'],
    ['order', 'received'],
    ['note'],
  ],
  related: ['stock_moves'],
  access: {
    purchaser: {
      create: true,
      read: true,
      update: 'stage = "requested"',
      export: true,
      actions: ['order', 'receive', 'cancel'],
    },
    planner: { create: true, read: true, fields: { price: 'hidden' }, actions: ['cancel'] },
    warehouse: { read: true, fields: { price: 'hidden' }, actions: ['receive'] },
    sales: { read: 'order.owner = me', fields: { price: 'hidden', supplier: 'hidden' } },
    finance: { read: true, export: true },
    manager: { create: true, read: true, update: true, export: true, actions: true },
    admin: { read: true, export: true },
  },
})
