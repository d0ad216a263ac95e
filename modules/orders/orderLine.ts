import {
  choice,
  date,
  datetime,
  defineObject,
  formula,
  money,
  number,
  reference,
  rollup,
  text,
  type Row,
} from '../../model/index.ts'

const withoutPrices = { read: true, fields: { price: 'hidden', amount: 'hidden' } } as const
/** Verbs by which a line without a known item gets one. */
const naming = ['link_item', 'create_item'] as const

/**
 * One thing ordered. Stock is shown as it stood when the line was last written; `reserved` and `shipped` are
 * sums of documents. Its grants are its own, not the order's, so that prices stay hidden from the shop floor.
 */
export const orderLine = defineObject('order_line', {
  label: { zh: '订单明细', en: 'Order line' },
  title: 'name',
  menu: false,
  fields: {
    order: reference('order', { required: true, label: { zh: '订单', en: 'Order' } }),
    item: reference('item', { inverse: 'order_lines', label: { zh: '物料', en: 'Item' } }),
    item_code: text({ max: 60, index: true, label: { zh: '物料编码', en: 'Item code' } }),
    name: text({ required: true, max: 200, label: { zh: '名称', en: 'Name' } }),
    spec: text({ max: 500, label: { zh: '规格', en: 'Specification' } }),
    drawing: reference('drawing', { inverse: 'order_lines', label: { zh: '图纸', en: 'Drawing' } }),
    quantity: number({ required: true, min: 0, label: { zh: '数量', en: 'Quantity' } }),
    unit: text({ max: 20, default: '件', label: { zh: '单位', en: 'Unit' } }),
    price: money({ scale: 6, least: 2, label: { zh: '单价', en: 'Price' } }),
    amount: formula('money', 'quantity * price', { label: { zh: '金额', en: 'Amount' } }),
    requested_on: date({ label: { zh: '要求交期', en: 'Requested date' } }),
    promised_on: date({ label: { zh: '承诺交期', en: 'Promised date' } }),
    on_hand: formula('number', 'item.on_hand', { label: { zh: '库存', en: 'On hand' } }),
    available: formula('number', 'item.available', { label: { zh: '可用库存', en: 'Available' } }),
    reserved: rollup('number', 'if count(reservations) = 0 then 0 else sum(reservations.held)', {
      label: { zh: '已预留', en: 'Reserved' },
    }),
    shipped: rollup('number', 'if count(deliveries) = 0 then 0 else 0 - sum(deliveries.quantity)', {
      label: { zh: '已发货', en: 'Shipped' },
    }),
    returned: rollup(
      'number',
      'if count(deliveries[kind = "return"]) = 0 then 0 else sum(deliveries[kind = "return"].quantity)',
      { label: { zh: '已退货', en: 'Returned' } },
    ),
    shortage: formula(
      'number',
      'if item = null then null else max(0, quantity - reserved - shipped - max(0, available))',
      { label: { zh: '缺口', en: 'Shortage' } },
    ),
    supply: choice(
      {
        stock: { zh: '库存', en: 'Stock' },
        make: { zh: '生产', en: 'Make' },
        buy: { zh: '采购', en: 'Buy' },
        unknown: { zh: '物料待确认', en: 'Item unknown' },
      },
      { readonly: true, label: { zh: '供应方式', en: 'Supply' } },
    ),
    short_quantity: number({ readonly: true, label: { zh: '确认时缺口', en: 'Short at confirmation' } }),
    allocated_at: datetime({ readonly: true, label: { zh: '分配时间', en: 'Allocated' } }),
  },
  list: {
    columns: [
      'item_code',
      'name',
      'spec',
      'quantity',
      'unit',
      'price',
      'amount',
      'on_hand',
      'available',
      'reserved',
      'shipped',
      'returned',
      'shortage',
    ],
  },
  form: [
    ['item', 'item_code', 'name'],
    ['spec', 'drawing'],
    ['quantity', 'unit', 'price'],
    ['requested_on', 'promised_on'],
  ],
  access: {
    sales: { create: true, read: 'order.owner = me', update: 'order.owner = me and order.stage = "draft"' },
    sales_director: {
      create: true,
      read: 'order.department in my_departments',
      update: '(order.department in my_departments) and order.stage = "draft"',
      export: true,
    },
    planner: { ...withoutPrices, actions: naming },
    warehouse: withoutPrices,
    quality: withoutPrices,
    purchaser: { ...withoutPrices, actions: naming },
    tech_lead: { ...withoutPrices, actions: naming },
    service_engineer: withoutPrices,
    finance: { read: true, export: true },
    manager: {
      create: true,
      read: true,
      update: 'order.stage = "draft"',
      export: true,
      import: true,
      actions: true,
    },
    admin: { create: true, read: true, export: true, import: true },
  },
})
export type OrderLine = Row<typeof orderLine>
