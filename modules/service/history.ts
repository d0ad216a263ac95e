import {
  choice,
  date,
  datetime,
  bool,
  defineObject,
  geo,
  longText,
  number,
  reference,
  text,
  user,
  type Work,
} from '../../model/index.ts'

const staff = {
  service_engineer: { create: true, read: true, update: true },
  manager: { create: true, read: true, update: true, export: true },
  admin: { read: true },
} as const
const ofCustomer = {
  sales: { read: 'customer.owner = me' },
  sales_director: { read: 'customer.department in my_departments' },
} as const

/**
 * One line in the life of a unit, whatever it was: the related list that an engineer reads on the phone
 * (SVC-04, SVC-07).
 */
export const serviceRecord = defineObject('service_record', {
  label: { zh: '服务履历', en: 'Service record' },
  title: 'summary',
  menu: false,
  unsearchable: true,
  fields: {
    equipment: reference('equipment', {
      required: true,
      inverse: 'history',
      label: { zh: '设备', en: 'Equipment' },
    }),
    customer: reference('customer', {
      required: true,
      inverse: 'service_records',
      label: { zh: '客户', en: 'Customer' },
    }),
    ticket: reference('ticket', { inverse: 'service_records', label: { zh: '工单', en: 'Ticket' } }),
    at: datetime({ required: true, index: true, label: { zh: '时间', en: 'When' } }),
    kind: choice(
      {
        reported: { zh: '报修', en: 'Reported' },
        visit: { zh: '上门', en: 'Visit' },
        resolved: { zh: '解决', en: 'Resolved' },
        part: { zh: '更换备件', en: 'Part replaced' },
        replaced: { zh: '整机更换', en: 'Unit replaced' },
        survey: { zh: '满意度', en: 'Survey' },
      },
      { required: true, label: { zh: '事项', en: 'What' } },
    ),
    summary: text({ required: true, max: 500, label: { zh: '内容', en: 'Summary' } }),
  },
  list: { columns: ['at', 'kind', 'summary', 'ticket', 'owner'], sort: '-at', filters: ['kind'] },
  access: {
    service_engineer: { read: true },
    manager: { read: true, export: true },
    admin: { read: true },
    ...ofCustomer,
  },
})

export async function noteHistory(
  work: Work,
  on: { readonly equipment: string | null; readonly customer: string; readonly ticket?: string | null },
  kind: 'reported' | 'visit' | 'resolved' | 'part' | 'replaced' | 'survey',
  summary: string,
): Promise<void> {
  if (on.equipment)
    await work.create(serviceRecord, {
      equipment: on.equipment,
      customer: on.customer,
      ticket: on.ticket ?? null,
      at: work.now().toISOString(),
      kind,
      summary: summary.slice(0, 500),
      owner: work.actor.id,
    })
}

export const serviceVisit = defineObject('service_visit', {
  label: { zh: '上门服务', en: 'Service visit' },
  menu: false,
  fields: {
    ticket: reference('ticket', {
      required: true,
      inverse: 'service_visits',
      label: { zh: '工单', en: 'Ticket' },
    }),
    customer: reference('customer', { required: true, label: { zh: '客户', en: 'Customer' } }),
    engineer: user({ label: { zh: '工程师', en: 'Engineer' } }),
    arrived_at: datetime({ label: { zh: '到场', en: 'Arrived' } }),
    left_at: datetime({ label: { zh: '离场', en: 'Left' } }),
    place: geo({ label: { zh: '定位', en: 'Place' } }),
    note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }),
  },
  list: { columns: ['ticket', 'engineer', 'arrived_at', 'left_at'], sort: '-created_at' },
  access: { ...staff, ...ofCustomer },
})

/** A part put into a unit; its use is an event that stock may answer. */
export const sparePart = defineObject('spare_part', {
  label: { zh: '备件更换', en: 'Spare part used' },
  title: 'name',
  fields: {
    ticket: reference('ticket', { inverse: 'spare_parts', label: { zh: '工单', en: 'Ticket' } }),
    equipment: reference('equipment', { inverse: 'spare_parts', label: { zh: '设备', en: 'Equipment' } }),
    customer: reference('customer', { required: true, label: { zh: '客户', en: 'Customer' } }),
    item: reference('item', { inverse: 'spare_parts', label: { zh: '物料', en: 'Item' } }),
    name: text({ required: true, max: 200, search: true, label: { zh: '备件', en: 'Part' } }),
    quantity: number({ required: true, min: 0, default: '1', label: { zh: '数量', en: 'Quantity' } }),
    old_serial: text({ max: 80, label: { zh: '旧序列号', en: 'Old serial' } }),
    new_serial: text({ max: 80, label: { zh: '新序列号', en: 'New serial' } }),
    in_warranty: bool({ default: false, label: { zh: '保修内', en: 'Under warranty' } }),
  },
  list: {
    columns: ['name', 'quantity', 'equipment', 'ticket', 'in_warranty', 'created_at'],
    sort: '-created_at',
    filters: ['in_warranty'],
  },
  form: [
    ['ticket', 'equipment', 'customer'],
    ['item', 'name', 'quantity'],
    ['old_serial', 'new_serial'],
    ['in_warranty'],
  ],
  access: { ...staff, ...ofCustomer },
})

/** 1 to 5, by the customer or by who called back (SVC-08). */
export const survey = defineObject('survey', {
  label: { zh: '满意度', en: 'Survey' },
  fields: {
    ticket: reference('ticket', { required: true, inverse: 'surveys', label: { zh: '工单', en: 'Ticket' } }),
    customer: reference('customer', {
      required: true,
      inverse: 'surveys',
      label: { zh: '客户', en: 'Customer' },
    }),
    score: number({
      required: true,
      scale: 0,
      min: 1,
      max: 5,
      index: true,
      label: { zh: '评分（1-5）', en: 'Score (1-5)' },
    }),
    comment: longText({ max: 2000, label: { zh: '意见', en: 'Comment' } }),
    given_on: date({ required: true, index: true, label: { zh: '日期', en: 'Date' } }),
  },
  list: {
    columns: ['ticket', 'customer', 'score', 'comment', 'given_on'],
    sort: '-created_at',
    filters: ['customer'],
  },
  access: {
    service_engineer: { read: true },
    manager: { read: true, export: true },
    admin: { read: true },
    ...ofCustomer,
  },
})
