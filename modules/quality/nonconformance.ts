import {
  bool,
  choice,
  date,
  defineObject,
  longText,
  number,
  reference,
  text,
  user,
  type Row,
} from '../../model/index.ts'

export const dispositions = {
  rework: { zh: '返工', en: 'Rework' },
  scrap: { zh: '报废', en: 'Scrap' },
  use_as_is: { zh: '让步接收', en: 'Use as is' },
  return: { zh: '退供应商', en: 'Return to supplier' },
} as const

/** Something that is not as it should be: what, why, who sees to it, by when, and what becomes of it. */
export const nonconformance = defineObject('nonconformance', {
  label: { zh: '不合格品', en: 'Nonconformance' },
  title: 'subject',
  number: 'BHG{yyyy}{MM}-{0000}',
  fields: {
    subject: text({ required: true, max: 200, search: true, label: { zh: '问题', en: 'Subject' } }),
    raised_by: choice(
      {
        inspection: { zh: '检验', en: 'Inspection' },
        customer: { zh: '客户', en: 'Customer' },
        supplier: { zh: '供应商', en: 'Supplier' },
        internal: { zh: '内部', en: 'Internal' },
      },
      { required: true, default: 'internal', label: { zh: '提出方', en: 'Raised by' } },
    ),
    corrective_item: text({ max: 200, index: true, label: { zh: '整改项', en: 'Corrective item' } }),
    customer: reference('customer', { inverse: 'nonconformances', label: { zh: '客户', en: 'Customer' } }),
    order: reference('order', { inverse: 'nonconformances', label: { zh: '订单', en: 'Order' } }),
    work_order: reference('work_order', {
      inverse: 'nonconformances',
      label: { zh: '工单', en: 'Work order' },
    }),
    inspection: reference('inspection', {
      inverse: 'nonconformances',
      label: { zh: '检验单', en: 'Inspection' },
    }),
    item: reference('item', { inverse: 'nonconformances', label: { zh: '物料', en: 'Item' } }),
    quantity: number({ min: 0, label: { zh: '数量', en: 'Quantity' } }),
    description: longText({ max: 4000, label: { zh: '描述', en: 'Description' } }),
    cause: longText({ max: 2000, label: { zh: '原因', en: 'Cause' } }),
    corrective_action: longText({ max: 2000, label: { zh: '纠正措施', en: 'Corrective action' } }),
    due_on: date({ index: true, label: { zh: '整改期限', en: 'Due' } }),
    state: choice(
      { open: { zh: '待处置', en: 'Open' }, disposed: { zh: '已处置', en: 'Disposed' } },
      { required: true, default: 'open', readonly: true, label: { zh: '状态', en: 'State' } },
    ),
    disposition: choice(dispositions, { readonly: true, label: { zh: '处置', en: 'Disposition' } }),
    disposed_by: user({ readonly: true, label: { zh: '处置人', en: 'Disposed by' } }),
    escalated: bool({
      readonly: true,
      default: false,
      label: { zh: '管理层督办', en: 'Under management supervision' },
    }),
  },
  list: {
    columns: [
      'number',
      'subject',
      'raised_by',
      'customer',
      'item',
      'quantity',
      'state',
      'disposition',
      'escalated',
      'owner',
      'due_on',
    ],
    sort: '-created_at',
    filters: ['state', 'raised_by', 'escalated', 'customer'],
  },
  form: [
    ['subject', 'raised_by'],
    ['customer', 'corrective_item'],
    ['order', 'work_order', 'inspection'],
    ['item', 'quantity', 'due_on'],
    ['description'],
    ['cause'],
    ['corrective_action'],
    ['disposition', 'state', 'escalated'],
  ],
  access: {
    quality: { create: true, read: true, update: 'state = "open"', export: true, actions: true },
    planner: { create: true, read: true },
    worker: { create: true, read: 'own' },
    tech_lead: { create: true, read: true, update: 'own' },
    service_engineer: { create: true, read: true },
    warehouse: { create: true, read: true },
    sales: {
      create: true,
      read: 'owner = me or order.owner = me or customer.owner = me',
      actions: ['escalate'],
    },
    sales_director: {
      create: true,
      read: '(department in my_departments) or (order.department in my_departments) or (customer.department in my_departments)',
      actions: ['escalate'],
    },
    manager: { create: true, read: true, update: true, export: true, actions: true },
    admin: { read: true, export: true },
  },
})
export type Nonconformance = Row<typeof nonconformance>
