import {
  date,
  datetime,
  defineObject,
  definePipeline,
  longText,
  number,
  percent,
  reference,
  rollup,
  text,
  type Row,
} from '../../model/index.ts'
import { underwayOrders } from '../orders/index.ts'

/**
 * Who may look at work: no prices in it, so the floor reads all; sellers read the work for their own orders.
 */
export const readsWork = {
  worker: { read: true },
  quality: { read: true },
  warehouse: { read: true },
  purchaser: { read: true },
  tech_lead: { read: true },
  service_engineer: { read: true },
  finance: { read: true },
  admin: { read: true, export: true },
} as const

/** A quantity of one item to be made, for an order line or for stock. */
export const workOrder = defineObject('work_order', {
  label: { zh: '生产工单', en: 'Work order' },
  title: 'number',
  number: 'GD{yyyy}{MM}-{0000}',
  fields: {
    item: reference('item', { required: true, inverse: 'work_orders', label: { zh: '物料', en: 'Item' } }),
    quantity: number({ required: true, min: 0.000001, label: { zh: '数量', en: 'Quantity' } }),
    over_percent: percent({
      min: 0,
      max: 100,
      default: '0',
      label: { zh: '超产允差', en: 'Over-production allowed' },
    }),
    order: reference('order', { inverse: 'work_orders', label: { zh: '订单', en: 'Order' } }),
    order_line: reference('order_line', {
      inverse: 'work_orders',
      label: { zh: '订单明细', en: 'Order line' },
    }),
    backorder_of: reference('work_order', {
      readonly: true,
      inverse: 'backorders',
      label: { zh: '补产自', en: 'Makes up for' },
    }),
    due_on: date({ index: true, label: { zh: '要求完成', en: 'Due' } }),
    drawing: reference('drawing', { inverse: 'work_orders', label: { zh: '图纸', en: 'Drawing' } }),
    spec: text({ max: 500, label: { zh: '规格', en: 'Specification' } }),
    requirements: longText({ max: 20000, label: { zh: '客户特殊要求', en: 'Special requirements' } }),
    good: number({ readonly: true, default: '0', label: { zh: '合格数', en: 'Good' } }),
    scrap: rollup('number', 'if count(job_cards) = 0 then 0 else sum(job_cards.scrap)', {
      label: { zh: '报废数', en: 'Scrap' },
    }),
    minutes: rollup('number', 'if count(job_cards) = 0 then 0 else sum(job_cards.minutes)', {
      label: { zh: '工时（分钟）', en: 'Minutes' },
    }),
    received: number({ readonly: true, default: '0', label: { zh: '已入库', en: 'Received' } }),
    progress: percent({ readonly: true, default: '0', label: { zh: '进度', en: 'Progress' } }),
    current_operation: text({ readonly: true, max: 200, label: { zh: '当前工序', en: 'Current operation' } }),
    released_at: datetime({ readonly: true, label: { zh: '下达时间', en: 'Released' } }),
    finished_at: datetime({ readonly: true, label: { zh: '完工时间', en: 'Finished' } }),
  },
  list: {
    columns: [
      'number',
      'item',
      'quantity',
      'order',
      'stage',
      'progress',
      'current_operation',
      'good',
      'scrap',
      'due_on',
      'owner',
    ],
    sort: '-created_at',
    filters: ['stage', 'item', 'owner'],
  },
  form: [
    ['item', 'quantity', 'over_percent'],
    ['order', 'due_on'],
    ['drawing', 'spec'],
    ['requirements'],
    ['good', 'scrap', 'received', 'progress'],
    ['current_operation', 'minutes'],
  ],
  related: ['job_cards', 'purchase_requests', 'inspections', 'nonconformances', 'stock_moves', 'backorders'],
  access: {
    planner: { create: true, read: true, update: 'stage = "planned"', export: true, actions: true },
    manager: { create: true, read: true, update: 'stage = "planned"', export: true, actions: true },
    sales: { read: 'order.owner = me' },
    sales_director: { read: 'order.department in my_departments' },
    ...readsWork,
  },
})
export type WorkOrder = Row<typeof workOrder>

const signed = (side: 'production' | 'quality') =>
  `order = null or (some s in order.sign_offs satisfies s.side = "${side}" and s.state = "signed")`

export const workPipeline = definePipeline('work_flow', {
  object: 'work_order',
  label: { zh: '工单流程', en: 'Work flow' },
  default: true,
  moved_by: 'actions',
  stages: [
    { name: 'planned', label: { zh: '已计划', en: 'Planned' }, to: ['released', 'cancelled'] },
    {
      name: 'released',
      label: { zh: '已下达', en: 'Released' },
      to: ['running', 'done', 'cancelled'],
      // The special requirements of the customer are known to both sides before anything is cut (COL-01).
      entry: [
        {
          code: 'production_signed',
          condition: signed('production'),
          label: { zh: '生产负责人签收客户特殊要求清单', en: 'Production signs the special requirements' },
        },
        {
          code: 'quality_signed',
          condition: signed('quality'),
          label: { zh: '质检负责人签收客户特殊要求清单', en: 'Quality signs the special requirements' },
        },
        {
          code: 'order_going',
          condition: `order = null or (${underwayOrders('order.stage')})`,
          label: { zh: '订单处于执行中（未暂停、未取消）', en: 'The order is neither held nor cancelled' },
        },
      ],
    },
    { name: 'running', label: { zh: '生产中', en: 'Running' }, to: ['done', 'cancelled'] },
    { name: 'done', label: { zh: '已完工', en: 'Done' }, to: ['closed'] },
    { name: 'closed', label: { zh: '已关闭', en: 'Closed' }, ends: 'done' },
    { name: 'cancelled', label: { zh: '已取消', en: 'Cancelled' }, ends: 'lost' },
  ],
})
