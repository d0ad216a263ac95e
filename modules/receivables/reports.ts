import { defineReport } from '../../model/index.ts'

const rows = { name: 'receivables', label: { zh: '笔数', en: 'Receivables' }, of: 'count' } as const
const open = {
  name: 'open',
  label: { zh: '未收金额', en: 'Open' },
  of: 'sum',
  expression: 'open_amount',
} as const
const unpaid = 'state in ("open", "partial", "overdue")'

/** Open money by how long it is overdue, today. */
export const ageing = defineReport('receivables_ageing', {
  label: { zh: '应收账龄', en: 'Receivables ageing' },
  object: 'receivable',
  where: unpaid,
  groups: [
    {
      name: 'age',
      label: { zh: '账龄', en: 'Age' },
      expression:
        '(if due_on = null then "0 未到条件" else if due_on >= today() then "1 未到期" else if due_on >= today() - duration("P30D") then "2 逾期1-30天" else if due_on >= today() - duration("P60D") then "3 逾期31-60天" else if due_on >= today() - duration("P90D") then "4 逾期61-90天" else "5 逾期90天以上")',
    },
  ],
  measures: [rows, open],
  sort: 'age',
  chart: 'bar',
})

/** 对账单: what a customer owes now, by due date. */
export const accountOfCustomer = defineReport('statement_of_account', {
  label: { zh: '客户对账', en: 'Statement of account' },
  object: 'receivable',
  where: `${unpaid} or credit > 0`,
  groups: [
    { name: 'customer', label: { zh: '客户', en: 'Customer' }, expression: 'customer' },
    { name: 'due', label: { zh: '到期月', en: 'Due month' }, expression: 'due_on', grain: 'month' },
  ],
  measures: [
    rows,
    { name: 'amount', label: { zh: '应收', en: 'Amount' }, of: 'sum', expression: 'amount' },
    { name: 'received', label: { zh: '已收', en: 'Received' }, of: 'sum', expression: 'received' },
    open,
    { name: 'credit', label: { zh: '待退', en: 'To refund' }, of: 'sum', expression: 'credit' },
  ],
})

/** Money that came in and is owed no more: to be refunded, or set against what else the customer owes. */
export const customerCredits = defineReport('customer_credits', {
  label: { zh: '待退客户款', en: 'Customer credits' },
  object: 'receivable',
  where: 'credit > 0',
  groups: [{ name: 'customer', label: { zh: '客户', en: 'Customer' }, expression: 'customer' }],
  measures: [
    rows,
    { name: 'credit', label: { zh: '待退金额', en: 'To refund' }, of: 'sum', expression: 'credit' },
  ],
  sort: '-credit',
  chart: 'bar',
})

/** Overdue money, and how often somebody called for it, by seller (FIN-08, FIN-09). */
export const overdueBySeller = defineReport('overdue_by_seller', {
  label: { zh: '逾期应收（按销售）', en: 'Overdue by seller' },
  object: 'receivable',
  where: 'state = "overdue"',
  groups: [{ name: 'owner', label: { zh: '销售', en: 'Seller' }, expression: 'owner' }],
  measures: [
    rows,
    open,
    {
      name: 'follow_ups',
      label: { zh: '平均催收次数', en: 'Follow-ups, mean' },
      of: 'avg',
      expression: 'follow_ups',
    },
  ],
  sort: '-open',
  chart: 'bar',
})

const month = {
  p_from: { type: 'date', default: 'month_start' },
  p_to: { type: 'date', default: 'month_end' },
} as const

/** How long money took from issue to the bank, and how late it was. */
export const collectionTime = defineReport('collection_time', {
  label: { zh: '回款周期', en: 'Collection time' },
  object: 'receivable',
  where: 'state = "paid" and paid_on >= p_from and paid_on < p_to',
  parameters: month,
  groups: [],
  measures: [
    rows,
    {
      name: 'days',
      label: { zh: '平均回款天数', en: 'Days to collect, mean' },
      of: 'avg',
      expression: 'collection_days',
    },
    {
      name: 'late',
      label: { zh: '平均逾期天数', en: 'Days late, mean' },
      of: 'avg',
      expression: 'days_late',
    },
  ],
})

/** From the bank's day to the confirmation (FIN-04). */
export const confirmationTime = defineReport('confirmation_time', {
  label: { zh: '回款确认周期', en: 'Confirmation time' },
  object: 'bank_line',
  where: 'amount > 0 and state = "matched" and booked_on >= p_from and booked_on < p_to',
  parameters: month,
  groups: [{ name: 'by', label: { zh: '认领方式', en: 'Matched by' }, expression: 'matched_by' }],
  measures: [
    { name: 'lines', label: { zh: '笔数', en: 'Lines' }, of: 'count' },
    {
      name: 'days',
      label: { zh: '平均确认天数', en: 'Days, mean' },
      of: 'avg',
      expression: 'confirmation_days',
    },
  ],
})

/** Money in that pays nothing yet, by how long it has waited (FIN-10). */
export const waitingLines = defineReport('bank_lines_waiting', {
  label: { zh: '待认领流水', en: 'Bank lines waiting' },
  object: 'bank_line',
  where: 'amount > 0 and (state in ("unmatched", "partial"))',
  groups: [
    { name: 'month', label: { zh: '记账月', en: 'Booked in' }, expression: 'booked_on', grain: 'month' },
  ],
  measures: [
    { name: 'lines', label: { zh: '笔数', en: 'Lines' }, of: 'count' },
    { name: 'amount', label: { zh: '金额', en: 'Amount' }, of: 'sum', expression: 'amount' },
  ],
})

/** Money expected by the month it falls due (FIN-11). */
export const cashForecast = defineReport('cash_forecast', {
  label: { zh: '回款预测', en: 'Cash forecast' },
  object: 'receivable',
  where: unpaid,
  groups: [{ name: 'month', label: { zh: '到期月', en: 'Due month' }, expression: 'due_on', grain: 'month' }],
  measures: [rows, open],
  chart: 'line',
})
