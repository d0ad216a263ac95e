import {
  bool,
  choice,
  date,
  datetime,
  defineObject,
  formula,
  longText,
  money,
  number,
  reference,
  rollup,
  text,
  type Row,
} from '../../model/index.ts'

export const triggers = {
  signing: { zh: '签约', en: 'Signing' },
  shipment: { zh: '发货', en: 'Shipment' },
  acceptance: { zh: '验收', en: 'Acceptance' },
  date: { zh: '约定日期', en: 'Date' },
} as const

export const receivableStates = {
  open: { zh: '未收', en: 'Open' },
  partial: { zh: '部分收款', en: 'Part paid' },
  paid: { zh: '已收清', en: 'Paid' },
  overdue: { zh: '逾期', en: 'Overdue' },
  written_off: { zh: '已核销', en: 'Written off' },
  credit: { zh: '待退款', en: 'To refund' },
  cancelled: { zh: '无需收款', en: 'Nothing owed' },
} as const

/**
 * What a customer owes for one instalment of an order. What came in is the sum of its allocations and is
 * never typed.
 */
export const receivable = defineObject('receivable', {
  label: { zh: '应收单', en: 'Receivable' },
  title: 'name',
  number: 'YS{yyyy}{MM}-{0000}',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { zh: '名称', en: 'Name' } }),
    customer: reference('customer', {
      required: true,
      inverse: 'receivables',
      label: { zh: '客户', en: 'Customer' },
    }),
    order: reference('order', { inverse: 'receivables', label: { zh: '订单', en: 'Order' } }),
    contract: reference('contract', { inverse: 'receivables', label: { zh: '合同', en: 'Contract' } }),
    instalment: text({ max: 120, label: { zh: '期次', en: 'Instalment' } }),
    sequence: number({ scale: 0, min: 1, default: '1', label: { zh: '序号', en: 'Sequence' } }),
    trigger: choice(triggers, { required: true, default: 'date', label: { zh: '到期条件', en: 'Due on' } }),
    due_days: number({
      scale: 0,
      min: 0,
      max: 3650,
      default: '0',
      label: { zh: '条件后天数', en: 'Days after' },
    }),
    amount: money({
      required: true,
      min: 0,
      label: { zh: '应收金额', en: 'Amount' },
      help: {
        zh: '约定金额减去退货和不再交付的部分',
        en: 'What was agreed, less goods that came back or will never go out',
      },
    }),
    agreed_amount: money({ readonly: true, label: { zh: '约定金额', en: 'Agreed' } }),
    amended: bool({ readonly: true, default: false, label: { zh: '金额经财务调整', en: 'Amount amended' } }),
    currency: text({ required: true, max: 3, default: 'CNY', label: { zh: '币种', en: 'Currency' } }),
    received: rollup('money', 'sum(allocations.amount)', { label: { zh: '已收', en: 'Received' } }),
    written_off: money({ readonly: true, default: '0', label: { zh: '核销金额', en: 'Written off' } }),
    open_amount: formula(
      'money',
      'max(0, amount - (if received = null then 0 else received) - (if written_off = null then 0 else written_off))',
      { index: true, label: { zh: '未收', en: 'Open' } },
    ),
    credit: formula('money', 'max(0, (if received = null then 0 else received) - amount)', {
      label: { zh: '待退款', en: 'To refund' },
    }),
    issued_on: date({ label: { zh: '开单日期', en: 'Issued' } }),
    due_on: date({ index: true, label: { zh: '到期日', en: 'Due' } }),
    state: choice(receivableStates, {
      readonly: true,
      index: true,
      default: 'open',
      label: { zh: '状态', en: 'State' },
    }),
    paid_on: date({ readonly: true, index: true, label: { zh: '收清日期', en: 'Paid on' } }),
    days_late: number({ readonly: true, scale: 0, label: { zh: '收款逾期天数', en: 'Days late when paid' } }),
    collection_days: number({ readonly: true, scale: 0, label: { zh: '回款天数', en: 'Days to collect' } }),
    follow_ups: number({
      readonly: true,
      scale: 0,
      default: '0',
      label: { zh: '催收次数', en: 'Follow-ups' },
    }),
    last_follow_up_at: datetime({ readonly: true, label: { zh: '最近催收', en: 'Last follow-up' } }),
    note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }),
  },
  list: {
    columns: [
      'number',
      'name',
      'customer',
      'order',
      'amount',
      'received',
      'open_amount',
      'credit',
      'due_on',
      'state',
      'owner',
    ],
    sort: '-created_at',
    filters: ['state', 'owner', 'customer', 'trigger'],
  },
  form: [
    ['name', 'customer'],
    ['order', 'contract'],
    ['instalment', 'trigger', 'due_days'],
    ['amount', 'agreed_amount', 'currency'],
    ['issued_on', 'due_on'],
    ['owner'],
    ['note'],
  ],
  related: ['allocations', 'invoices'],
  indexes: [
    ['state', 'due_on'],
    ['owner', 'state'],
  ],
  access: {
    // Changed by verbs only, so that no amount falls below what has come in.
    finance: { create: true, read: true, export: true, actions: true },
    sales: { read: 'own', actions: ['log_follow_up', 'customer_accepted'] },
    sales_director: {
      read: 'department_below',
      export: true,
      actions: ['log_follow_up', 'customer_accepted'],
    },
    manager: { read: true, export: true, actions: true },
    admin: { read: true, export: true },
  },
})
export type Receivable = Row<typeof receivable>

/** Nothing more is expected of it. */
export const isClosed = (row: Pick<Receivable, 'state'>): boolean =>
  ['paid', 'written_off', 'credit', 'cancelled'].includes(row.state ?? '')
