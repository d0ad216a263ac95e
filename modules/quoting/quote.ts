import {
  bool,
  choice,
  date,
  datetime,
  defineObject,
  definePipeline,
  formula,
  json,
  lines,
  longText,
  number,
  percent,
  placesFormula,
  reference,
  rollup,
  text,
  type Row,
} from '../../model/index.ts'
import { reasonSentences } from './pricing/approvalFacts.ts'
import { currencies } from './currencies.ts'
import { given, rateFormula } from './quoteFormulas.ts'

const places = placesFormula('currency')
const rate = rateFormula()

/**
 * An offer: prices, until when, in which time. Exactly one revision of it is current, and only that one can
 * be accepted.
 */
export const quote = defineObject('quote', {
  label: { zh: '报价单', en: 'Quote' },
  title: 'number',
  number: 'BJ{yyyy}{MM}-{0000}',
  fields: {
    customer: reference('customer', {
      required: true,
      inverse: 'quotes',
      label: { zh: '客户', en: 'Customer' },
    }),
    contact: reference('contact', { label: { zh: '联系人', en: 'Contact' } }),
    opportunity: reference('opportunity', { inverse: 'quotes', label: { zh: '商机', en: 'Opportunity' } }),
    document_number: text({
      readonly: true,
      max: 60,
      search: true,
      label: { zh: '报价单号', en: 'Document number' },
    }),
    revision: number({ readonly: true, default: '1', label: { zh: '版次', en: 'Revision' } }),
    current: bool({ readonly: true, default: true, label: { zh: '当前版本', en: 'Current' } }),
    supersedes: reference('quote', {
      readonly: true,
      inverse: 'later_revisions',
      label: { zh: '上一版', en: 'Supersedes' },
    }),
    currency: choice(currencies, { required: true, default: 'CNY', label: { zh: '币种', en: 'Currency' } }),
    exchange_rate: number({
      min: 0.000001,
      label: { zh: '汇率（折人民币，提交时冻结）', en: 'Rate to CNY, frozen on submission' },
    }),
    valid_until: date({ label: { zh: '有效期至', en: 'Valid until' } }),
    // Nobody said until when: the next revision counts anew from its own approval.
    usual_validity: bool({
      readonly: true,
      default: false,
      label: { zh: '有效期按公司规定', en: 'Valid by the company’s rule' },
    }),
    delivery_days: number({ min: 0, label: { zh: '报价交期（天）', en: 'Delivery (days)' } }),
    committed_days: number({ min: 0, label: { zh: '承诺交期范围（天）', en: 'Committed at most (days)' } }),
    payment_terms: text({ max: 300, label: { zh: '付款方式', en: 'Payment terms' } }),
    lines: lines('quote_line', 'quote', { label: { zh: '报价明细', en: 'Lines' } }),
    discount_percent: percent({
      default: '0',
      min: 0,
      max: 100,
      label: { zh: '整单折扣（%）', en: 'Discount on all (%)' },
    }),
    tax_rate: percent({
      required: true,
      default: '13',
      min: 0,
      max: 100,
      label: { zh: '税率（%）', en: 'Tax rate (%)' },
    }),
    price_includes_tax: bool({ default: false, label: { zh: '单价含税', en: 'Prices include tax' } }),
    special_clause: bool({ default: false, label: { zh: '含特殊技术条款', en: 'Special technical clause' } }),
    special_terms: longText({ max: 4000, label: { zh: '特殊条款内容', en: 'Special terms' } }),
    subtotal: rollup('money', 'sum(lines.amount)', { label: { zh: '明细合计', en: 'Subtotal' } }),
    cost_total: rollup('money', 'sum(lines.cost_amount)', {
      protect: 'commercial',
      label: { zh: '成本合计', en: 'Cost' },
    }),
    uncosted: rollup('number', 'count(lines[cost = null or cost <= 0 or cost_incomplete = true])', {
      label: { zh: '成本未知的行', en: 'Lines of unknown cost' },
    }),
    // Each amount is rounded once, to the places of the currency, and the total is the sum of what is shown.
    discount_amount: formula(
      'money',
      `round half up(subtotal * ${given('discount_percent')} / 100, ${places})`,
      { label: { zh: '整单优惠', en: 'Discount' } },
    ),
    net_amount: formula(
      'money',
      `if price_includes_tax then round half up((subtotal - discount_amount) / (1 + tax_rate / 100), ${places}) else subtotal - discount_amount`,
      { label: { zh: '不含税金额', en: 'Net' } },
    ),
    tax_amount: formula(
      'money',
      `if price_includes_tax then subtotal - discount_amount - net_amount else round half up(net_amount * tax_rate / 100, ${places})`,
      { label: { zh: '税额', en: 'Tax' } },
    ),
    total: formula('money', 'net_amount + tax_amount', { label: { zh: '价税合计', en: 'Total' } }),
    total_cny: formula('money', `total * ${rate}`, { label: { zh: '折人民币', en: 'In CNY' } }),
    // With one cost unknown the margin is unknown, not what the others leave.
    margin_percent: formula(
      'percent',
      `if net_amount > 0 and cost_total > 0 and uncosted = 0 and ${rate} != null then (net_amount * ${rate} - cost_total) / (net_amount * ${rate}) * 100 else null`,
      { protect: 'commercial', label: { zh: '毛利率（%）', en: 'Margin (%)' } },
    ),
    approval_reasons: longText({ readonly: true, label: { zh: '审批原因', en: 'Approval because' } }),
    approval_because: json({
      readonly: true,
      sentences: reasonSentences,
      instead_of: 'approval_reasons',
      label: { zh: '审批原因', en: 'Approval because' },
    }),
    approval: text({ readonly: true, max: 40, label: { zh: '审批流程', en: 'Approval' } }),
    approved_at: datetime({ readonly: true, label: { zh: '批准时间', en: 'Approved' } }),
    sent_at: datetime({ readonly: true, index: true, label: { zh: '发出时间', en: 'Sent' } }),
    accepted_at: datetime({ readonly: true, label: { zh: '接受时间', en: 'Accepted' } }),
    purchase_order: text({ readonly: true, max: 120, label: { zh: '客户订单号', en: 'Purchase order' } }),
    decline_reason: text({ readonly: true, max: 500, label: { zh: '拒绝原因', en: 'Declined because' } }),
    remarks: longText({ max: 4000, label: { zh: '备注', en: 'Remarks' } }),
  },
  list: {
    columns: [
      'number',
      'customer',
      'opportunity',
      'revision',
      'stage',
      'total',
      'margin_percent',
      'valid_until',
      'owner',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['stage', 'owner', 'current', 'currency'],
  },
  form: [
    ['customer', 'contact', 'opportunity'],
    ['currency', 'exchange_rate', 'valid_until'],
    ['delivery_days', 'committed_days', 'payment_terms'],
    ['lines'],
    ['discount_percent', 'tax_rate', 'price_includes_tax'],
    ['subtotal', 'discount_amount', 'net_amount'],
    ['tax_amount', 'total', 'margin_percent'],
    ['special_clause', 'special_terms'],
    ['approval_reasons'],
    ['remarks'],
  ],
  related: [
    'cost_sheets',
    'quote_breaks',
    'drawings',
    'evaluations',
    'activities',
    'contracts',
    'later_revisions',
  ],
  indexes: [
    ['owner', 'stage', 'created_at'],
    ['opportunity', 'current'],
  ],
  closed_because: {
    zh: '报价单提交后不能直接修改：审批中请先“撤回”，已批准或已发出请“修订”',
    en: 'A quote that was submitted is not edited: "Withdraw" it while it is under approval, "Revise" it afterwards',
  },
  access: {
    // What was submitted stands as it is: changes go through revise.
    sales: {
      create: true,
      read: 'own',
      update: 'owner = me and stage = "draft"',
      delete: 'owner = me and stage = "draft"',
      actions: true,
    },
    sales_director: {
      create: true,
      read: 'department_below',
      update: '(department in my_departments) and stage = "draft"',
      export: true,
      import: true,
      actions: true,
    },
    manager: {
      create: true,
      read: true,
      update: 'stage = "draft"',
      export: true,
      import: true,
      actions: true,
    },
    tech_lead: { read: true, actions: ['cost', 'price_breaks', 'price_grid', 'correct', 'compare'] },
    finance: { read: true, export: true },
    admin: { read: true, export: true },
    planner: {
      read: true,
      fields: { cost_total: 'hidden', margin_percent: 'hidden', cost: 'hidden', cost_amount: 'hidden' },
    },
  },
})
export type Quote = Row<typeof quote>

export const quotePipeline = definePipeline('quote_flow', {
  object: 'quote',
  label: { zh: '报价流程', en: 'Quote flow' },
  default: true,
  moved_by: 'actions',
  stages: [
    { name: 'draft', label: { zh: '草稿', en: 'Draft' }, to: ['submitted', 'approved'] },
    {
      name: 'submitted',
      label: { zh: '审批中', en: 'Under approval' },
      to: ['draft', 'approved', 'superseded'],
    },
    { name: 'approved', label: { zh: '已批准', en: 'Approved' }, to: ['sent', 'superseded'] },
    { name: 'sent', label: { zh: '已发出', en: 'Sent' }, to: ['accepted', 'declined', 'superseded'] },
    { name: 'accepted', label: { zh: '已接受', en: 'Accepted' }, ends: 'won' },
    { name: 'declined', label: { zh: '已拒绝', en: 'Declined' }, to: ['superseded'], ends: 'lost' },
    { name: 'superseded', label: { zh: '已被新版取代', en: 'Superseded' }, ends: 'lost' },
  ],
})
