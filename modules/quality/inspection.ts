import {
  choice,
  datetime,
  defineObject,
  json,
  longText,
  number,
  reference,
  text,
  user,
  type Row,
} from '../../model/index.ts'
import { inspectionKinds } from './inspectionPlan.ts'

const characteristicColumns = {
  name: { zh: '项目', en: 'Characteristic' },
  lower: { zh: '下限', en: 'Lower' },
  upper: { zh: '上限', en: 'Upper' },
  expected: { zh: '应为', en: 'Expected' },
  unit: { zh: '单位', en: 'Unit' },
} as const
export const readingColumns = { ...characteristicColumns, value: { zh: '读数', en: 'Reading' } } as const

/**
 * One look at one lot. What was asked for is copied from the plan, so that a later plan does not change what
 * was judged.
 */
export const inspection = defineObject('inspection', {
  label: { zh: '检验单', en: 'Inspection' },
  title: 'number',
  number: 'ZJ{yyyy}{MM}-{0000}',
  fields: {
    kind: choice(inspectionKinds, { required: true, default: 'final', label: { zh: '类型', en: 'Kind' } }),
    item: reference('item', { required: true, inverse: 'inspections', label: { zh: '物料', en: 'Item' } }),
    quantity: number({ required: true, min: 0, label: { zh: '送检数量', en: 'Quantity' } }),
    work_order: reference('work_order', { inverse: 'inspections', label: { zh: '工单', en: 'Work order' } }),
    order: reference('order', { inverse: 'inspections', label: { zh: '订单', en: 'Order' } }),
    order_line: reference('order_line', { label: { zh: '订单明细', en: 'Order line' } }),
    attempt: number({ scale: 0, readonly: true, default: '1', label: { zh: '第几次', en: 'Attempt' } }),
    requirements: longText({
      readonly: true,
      max: 20000,
      label: { zh: '客户特殊要求', en: 'Special requirements' },
    }),
    characteristics: json({
      readonly: true,
      columns: characteristicColumns,
      label: { zh: '检验项目', en: 'Characteristics' },
    }),
    readings: json({ readonly: true, columns: readingColumns, label: { zh: '读数', en: 'Readings' } }),
    warnings: text({ readonly: true, max: 500, label: { zh: '提示项', en: 'Warnings' } }),
    result: choice(
      {
        pending: { zh: '待检', en: 'Waiting' },
        pass: { zh: '合格', en: 'Passed' },
        fail: { zh: '不合格', en: 'Failed' },
      },
      { required: true, default: 'pending', readonly: true, label: { zh: '结果', en: 'Result' } },
    ),
    note: longText({ readonly: true, max: 2000, label: { zh: '说明', en: 'Note' } }),
    inspected_by: user({ readonly: true, label: { zh: '检验员', en: 'Inspector' } }),
    inspected_at: datetime({ readonly: true, index: true, label: { zh: '检验时间', en: 'Inspected' } }),
  },
  list: {
    columns: [
      'number',
      'item',
      'kind',
      'quantity',
      'work_order',
      'order',
      'attempt',
      'result',
      'owner',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['result', 'kind', 'item'],
  },
  form: [
    ['item', 'kind', 'quantity'],
    ['work_order', 'order'],
    ['requirements'],
    ['result', 'inspected_by', 'inspected_at'],
    ['warnings'],
    ['note'],
  ],
  related: ['nonconformances'],
  access: {
    quality: { create: true, read: true, export: true, actions: ['record'] },
    manager: { read: true, export: true, actions: ['record'] },
    planner: { read: true },
    worker: { read: true },
    warehouse: { read: true },
    tech_lead: { read: true },
    service_engineer: { read: true },
    admin: { read: true, export: true },
    sales: { read: 'order.owner = me' },
    sales_director: { read: 'order.department in my_departments' },
  },
})
export type Inspection = Row<typeof inspection>
