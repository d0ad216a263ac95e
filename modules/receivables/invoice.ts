import {
  bool,
  choice,
  date,
  defineObject,
  formula,
  money,
  number,
  reference,
  text,
  type Row,
} from '../../model/index.ts'

/**
 * A tax invoice (发票) as a record; the tax office's system issues it. A red letter takes back one that was
 * issued.
 */
export const invoice = defineObject('invoice', {
  label: { zh: '发票', en: 'Invoice' },
  title: 'number',
  number: 'FP{yyyy}{MM}-{0000}',
  fields: {
    customer: reference('customer', {
      required: true,
      inverse: 'invoices',
      label: { zh: '客户', en: 'Customer' },
    }),
    order: reference('order', { inverse: 'invoices', label: { zh: '订单', en: 'Order' } }),
    receivable: reference('receivable', { inverse: 'invoices', label: { zh: '应收单', en: 'Receivable' } }),
    kind: choice(
      {
        special: { zh: '增值税专用发票', en: 'Special VAT invoice' },
        ordinary: { zh: '增值税普通发票', en: 'Ordinary VAT invoice' },
        export: { zh: '出口发票', en: 'Export invoice' },
      },
      { required: true, default: 'special', label: { zh: '发票种类', en: 'Kind' } },
    ),
    tax_number: text({
      max: 40,
      format: 'tax_number',
      label: { zh: '购方税号', en: 'Tax number of the buyer' },
    }),
    invoice_number: text({
      max: 40,
      index: true,
      search: true,
      label: { zh: '发票号码', en: 'Invoice number' },
    }),
    number_key: formula('text', 'upper case(replace(invoice_number, "[ -]", ""))', {
      index: true,
      label: { zh: '发票号码（比对用）', en: 'Invoice number, for comparison' },
    }),
    amount: money({ required: true, label: { zh: '价税合计', en: 'Amount with tax' } }),
    tax_rate: number({ min: 0, max: 100, default: '13', label: { zh: '税率%', en: 'Tax rate %' } }),
    tax_amount: formula('money', 'amount - amount / (1 + tax_rate / 100)', {
      label: { zh: '税额', en: 'Tax' },
    }),
    issued_on: date({ index: true, label: { zh: '开票日期', en: 'Issued' } }),
    red_letter: bool({ readonly: true, default: false, label: { zh: '红字', en: 'Red letter' } }),
    original: reference('invoice', {
      readonly: true,
      inverse: 'red_letters',
      label: { zh: '对应蓝字发票', en: 'Takes back' },
    }),
    reason: text({ readonly: true, max: 200, label: { zh: '红冲原因', en: 'Reason' } }),
  },
  list: {
    columns: [
      'number',
      'invoice_number',
      'kind',
      'customer',
      'order',
      'amount',
      'tax_amount',
      'issued_on',
      'red_letter',
    ],
    sort: '-created_at',
    filters: ['kind', 'red_letter', 'customer'],
  },
  form: [
    ['customer', 'tax_number'],
    ['order', 'receivable'],
    ['kind', 'invoice_number'],
    ['amount', 'tax_rate'],
    ['issued_on'],
  ],
  related: ['red_letters'],
  access: {
    finance: { create: true, read: true, update: true, export: true, actions: true },
    manager: { read: true, export: true },
    admin: { read: true },
    sales: { read: 'customer.owner = me' },
    sales_director: { read: 'customer.department in my_departments' },
  },
})
export type Invoice = Row<typeof invoice>
