import {
  choice,
  date,
  datetime,
  defineObject,
  formula,
  json,
  lines,
  longText,
  money,
  number,
  percent,
  reference,
  rollup,
  text,
  type Row,
} from '../../model/index.ts'
import { rateFormula } from '../quoting/index.ts'

/** What money the shop floor need not see. */
const withoutPrices = {
  owed_amount: 'hidden',
  credit_amount: 'hidden',
  amount: 'hidden',
  amount_cny: 'hidden',
  agreed_lines: 'hidden',
  asked_lines: 'hidden',
  approval_reasons: 'hidden',
  approval_because: 'hidden',
  lines_amount: 'hidden',
  contract_amount: 'hidden',
  received_amount: 'hidden',
  payment_state: 'hidden',
} as const
const shopFloor = { read: true, fields: withoutPrices } as const
const asking = ['check_stock', 'estimate_date'] as const
const selling = ['confirm', 'hold', 'resume', 'cancel', 'accept', ...asking] as const

/**
 * What a customer has ordered: entered once, referred to by every later step. Its stage and figures follow
 * from stock, work and deliveries.
 */
export const order = defineObject('order', {
  label: { zh: '订单', en: 'Order' },
  title: 'title',
  number: 'DD{yyyy}{MM}-{0000}',
  fields: {
    title: text({ max: 200, search: true, label: { zh: '订单名称', en: 'Title' } }),
    customer: reference('customer', {
      required: true,
      inverse: 'orders',
      label: { zh: '客户', en: 'Customer' },
    }),
    contract: reference('contract', { inverse: 'orders', label: { zh: '合同', en: 'Contract' } }),
    quote: reference('quote', { inverse: 'orders', label: { zh: '报价单', en: 'Quote' } }),
    opportunity: reference('opportunity', { inverse: 'orders', label: { zh: '商机', en: 'Opportunity' } }),
    purchase_order: text({
      max: 80,
      search: true,
      label: { zh: '客户采购单号', en: 'Customer purchase order' },
    }),
    lines: lines('order_line', 'order', { label: { zh: '订单明细', en: 'Lines' } }),
    requested_on: date({ index: true, label: { zh: '要求交期', en: 'Requested date' } }),
    promised_on: date({ index: true, label: { zh: '承诺交期', en: 'Promised date' } }),
    estimated_ship_on: date({ readonly: true, label: { zh: '预计发货日期', en: 'Estimated ship date' } }),
    currency: text({ max: 3, default: 'CNY', label: { zh: '币种', en: 'Currency' } }),
    exchange_rate: number({ readonly: true, label: { zh: '汇率（折人民币）', en: 'Rate to CNY' } }),
    lines_amount: rollup('money', 'sum(lines.amount)', { label: { zh: '明细金额', en: 'Amount of lines' } }),
    contract_amount: money({ readonly: true, label: { zh: '合同金额', en: 'Contract amount' } }),
    amount: formula('money', 'if contract_amount != null then contract_amount else lines_amount', {
      label: { zh: '订单金额', en: 'Amount' },
    }),
    amount_cny: formula('money', `amount * ${rateFormula()}`, { label: { zh: '折人民币', en: 'In CNY' } }),
    // What the contract or an approval says: an order that differs from it is asked for before it is
    // confirmed.
    agreed_lines: json({ readonly: true, label: { zh: '约定明细', en: 'Lines agreed' } }),
    asked_lines: json({ readonly: true, label: { zh: '送审明细', en: 'Lines asked for' } }),
    approval: text({ readonly: true, max: 40, label: { zh: '审批流程', en: 'Approval' } }),
    approval_reasons: longText({ readonly: true, label: { zh: '审批原因', en: 'Approval because' } }),
    approval_because: json({
      readonly: true,
      sentences: {},
      instead_of: 'approval_reasons',
      label: { zh: '审批原因', en: 'Approval because' },
    }),
    production_progress: percent({
      readonly: true,
      default: '0',
      label: { zh: '生产进度', en: 'Production progress' },
    }),
    current_operation: text({ readonly: true, max: 200, label: { zh: '当前工序', en: 'Current operation' } }),
    quality_state: choice(
      {
        pending: { zh: '待检', en: 'Waiting' },
        pass: { zh: '合格', en: 'Passed' },
        fail: { zh: '不合格', en: 'Failed' },
      },
      { readonly: true, label: { zh: '质检结果', en: 'Quality' } },
    ),
    ordered_quantity: rollup('number', 'sum(lines.quantity)', {
      label: { zh: '订购数量', en: 'Ordered quantity' },
    }),
    shipped_quantity: rollup('number', 'sum(lines.shipped)', {
      label: { zh: '已发数量', en: 'Shipped quantity' },
    }),
    sign_off_state: choice(
      { open: { zh: '待签收', en: 'To be signed' }, signed: { zh: '已签收', en: 'Signed' } },
      { readonly: true, label: { zh: '特殊要求签收', en: 'Special requirements' } },
    ),
    owed_amount: money({
      readonly: true,
      label: { zh: '应收金额', en: 'Owed' },
      help: {
        zh: '订单金额减去退货和不再交付的部分',
        en: 'The amount less goods that came back or will never go out',
      },
    }),
    credit_amount: money({ readonly: true, label: { zh: '待退款', en: 'To refund' } }),
    received_amount: money({ readonly: true, default: '0', label: { zh: '已回款', en: 'Received' } }),
    payment_state: choice(
      {
        unpaid: { zh: '未回款', en: 'Unpaid' },
        partial: { zh: '部分回款', en: 'Partly paid' },
        paid: { zh: '已结清', en: 'Paid' },
        credit: { zh: '待退款', en: 'To refund' },
      },
      { readonly: true, default: 'unpaid', label: { zh: '回款状态', en: 'Payment' } },
    ),
    confirmed_at: datetime({ readonly: true, label: { zh: '确认时间', en: 'Confirmed' } }),
    shipped_on: date({ readonly: true, label: { zh: '发货完成日期', en: 'Shipped on' } }),
    accepted_on: date({ readonly: true, label: { zh: '客户验收日期', en: 'Accepted on' } }),
    held_from: text({ readonly: true, max: 40, label: { zh: '暂停前阶段', en: 'Held from' } }),
    stop_reason: text({
      readonly: true,
      max: 300,
      label: { zh: '暂停或取消原因', en: 'Held or cancelled because' },
    }),
    ship_to: text({ max: 300, label: { zh: '收货地址', en: 'Ship to' } }),
    remarks: longText({ label: { zh: '备注', en: 'Remarks' } }),
  },
  list: {
    columns: [
      'number',
      'title',
      'customer',
      'stage',
      'production_progress',
      'current_operation',
      'quality_state',
      'promised_on',
      'amount',
      'payment_state',
      'owner',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['stage', 'owner', 'quality_state', 'payment_state'],
  },
  form: [
    ['title', 'customer'],
    ['purchase_order', 'ship_to', 'currency'],
    ['requested_on', 'promised_on'],
    ['contract', 'quote', 'opportunity'],
    ['lines'],
    ['remarks'],
    ['approval_reasons'],
    ['production_progress', 'current_operation', 'quality_state'],
    ['estimated_ship_on', 'shipped_quantity', 'sign_off_state'],
    ['amount', 'owed_amount', 'received_amount'],
    ['credit_amount', 'payment_state'],
  ],
  related: [
    'special_requirements',
    'sign_offs',
    'work_orders',
    'purchase_requests',
    'reservations',
    'stock_moves',
    'inspections',
    'nonconformances',
    'receivables',
    'equipment',
  ],
  indexes: [['owner', 'stage', 'created_at']],
  closed_because: {
    zh: '订单确认后不能直接修改：数量与金额请变更合同，或取消后重新下单',
    en: 'A confirmed order is not edited: amend its contract, or cancel it and order anew',
  },
  access: {
    sales: { create: true, read: 'own', update: 'owner = me and stage = "draft"', actions: selling },
    sales_director: {
      create: true,
      read: 'department_below',
      update: '(department in my_departments) and stage = "draft"',
      export: true,
      actions: [...selling, 'close'],
    },
    planner: {
      ...shopFloor,
      actions: ['confirm', 'hold', 'resume', 'promise', 'close', 'replenish', ...asking],
    },
    warehouse: { ...shopFloor, actions: ['ship', 'take_back', 'check_stock'] },
    quality: shopFloor,
    purchaser: { ...shopFloor, actions: ['check_stock'] },
    tech_lead: { ...shopFloor, actions: asking },
    service_engineer: { ...shopFloor, actions: ['accept'] },
    finance: { read: true, export: true },
    manager: {
      create: true,
      read: true,
      update: 'stage = "draft"',
      delete: 'stage = "draft"',
      export: true,
      import: true,
      actions: true,
    },
    admin: { create: true, read: true, export: true, import: true },
  },
})
export type Order = Row<typeof order>
