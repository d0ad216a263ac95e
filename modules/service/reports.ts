import { defineReport } from '../../model/index.ts'

const month = {
  p_from: { type: 'moment', default: 'month_start' },
  p_to: { type: 'moment', default: 'month_end' },
} as const
const inMonth = 'created_at >= p_from and created_at < p_to'
const tickets = { name: 'tickets', label: { zh: '工单数', en: 'Tickets' }, of: 'count' } as const

/** SVC-11: how fast we answer, by engineer. */
export const serviceResponse = defineReport('service_response', {
  label: { zh: '服务响应', en: 'Service response' },
  object: 'ticket',
  where: inMonth,
  parameters: month,
  groups: [{ name: 'engineer', label: { zh: '工程师', en: 'Engineer' }, expression: 'owner' }],
  measures: [
    tickets,
    {
      name: 'minutes',
      label: { zh: '平均响应（分钟）', en: 'Minutes to respond, mean' },
      of: 'avg',
      expression: 'response_minutes',
    },
    { name: 'cost', label: { zh: '服务成本', en: 'Cost' }, of: 'sum', expression: 'cost' },
  ],
  sort: '-tickets',
  chart: 'bar',
})

export const ticketsLate = defineReport('service_response_late', {
  label: { zh: '响应超时工单', en: 'Tickets answered late' },
  object: 'ticket',
  where: `response_breached = true and ${inMonth}`,
  parameters: month,
  groups: [],
  measures: [tickets],
})

/** Which things fail: repairs by item. */
export const failures = defineReport('service_failures', {
  label: { zh: '故障分布', en: 'Failures' },
  object: 'ticket',
  where: `kind = "repair" and ${inMonth}`,
  parameters: month,
  groups: [{ name: 'item', label: { zh: '物料', en: 'Item' }, expression: 'item' }],
  measures: [tickets],
  sort: '-tickets',
  chart: 'bar',
})

export const partsUsed = defineReport('spare_parts_used', {
  label: { zh: '备件消耗', en: 'Spare parts used' },
  object: 'spare_part',
  where: inMonth,
  parameters: month,
  groups: [{ name: 'part', label: { zh: '备件', en: 'Part' }, expression: 'name' }],
  measures: [{ name: 'quantity', label: { zh: '数量', en: 'Quantity' }, of: 'sum', expression: 'quantity' }],
  sort: '-quantity',
  chart: 'bar',
})

/** SVC-08: mean of 1 to 5. */
export const satisfaction = defineReport('customer_satisfaction', {
  label: { zh: '客户满意度', en: 'Customer satisfaction' },
  object: 'survey',
  where: 'given_on >= p_from and given_on < p_to',
  parameters: {
    p_from: { type: 'date', default: 'month_start' },
    p_to: { type: 'date', default: 'month_end' },
  },
  groups: [],
  measures: [
    { name: 'surveys', label: { zh: '评价数', en: 'Surveys' }, of: 'count' },
    { name: 'score', label: { zh: '平均分', en: 'Score, mean' }, of: 'avg', expression: 'score' },
  ],
  chart: 'gauge',
})
