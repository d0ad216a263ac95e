import { date, defineObject, money, reference, text, type Row } from '../../model/index.ts'

const access = {
  finance: { read: true, export: true },
  manager: { read: true, export: true },
  admin: { read: true },
  sales: { read: 'customer.owner = me' },
  sales_director: { read: 'customer.department in my_departments' },
} as const

/** Money received from one customer by one bank line. */
export const payment = defineObject('payment', {
  label: { zh: '收款单', en: 'Payment' },
  title: 'number',
  number: 'SK{yyyy}{MM}-{0000}',
  fields: {
    customer: reference('customer', {
      required: true,
      inverse: 'payments',
      label: { zh: '客户', en: 'Customer' },
    }),
    bank_line: reference('bank_line', {
      required: true,
      inverse: 'payments',
      label: { zh: '银行流水', en: 'Bank line' },
    }),
    received_on: date({ required: true, index: true, label: { zh: '到账日期', en: 'Received on' } }),
    amount: money({ required: true, label: { zh: '金额', en: 'Amount' } }),
    currency: text({ required: true, max: 3, default: 'CNY', label: { zh: '币种', en: 'Currency' } }),
    payer: text({ max: 200, label: { zh: '付款人', en: 'Payer' } }),
  },
  list: {
    columns: ['number', 'customer', 'received_on', 'amount', 'payer'],
    sort: '-created_at',
    filters: ['customer'],
  },
  related: ['allocations'],
  access,
})
export type Payment = Row<typeof payment>

/** Which part of a bank line pays which receivable. Sums on both sides are exact and never exceed either. */
export const allocation = defineObject('allocation', {
  label: { zh: '核销明细', en: 'Allocation' },
  title: 'number',
  menu: false,
  unsearchable: true,
  fields: {
    receivable: reference('receivable', {
      required: true,
      inverse: 'allocations',
      label: { zh: '应收单', en: 'Receivable' },
    }),
    bank_line: reference('bank_line', {
      required: true,
      inverse: 'allocations',
      label: { zh: '银行流水', en: 'Bank line' },
    }),
    payment: reference('payment', { inverse: 'allocations', label: { zh: '收款单', en: 'Payment' } }),
    customer: reference('customer', { required: true, label: { zh: '客户', en: 'Customer' } }),
    amount: money({ required: true, label: { zh: '金额', en: 'Amount' } }),
    received_on: date({ required: true, label: { zh: '到账日期', en: 'Received on' } }),
  },
  list: { columns: ['received_on', 'receivable', 'bank_line', 'amount', 'created_at'], sort: '-created_at' },
  access,
})
export type Allocation = Row<typeof allocation>
