import {
  choice,
  date,
  datetime,
  defineObject,
  definePipeline,
  formula,
  lines,
  longText,
  money,
  number,
  percent,
  reference,
  rollup,
  stageOf,
  text,
  type Row,
} from '../../model/index.ts'
import { currencies, rateFormula } from '../quoting/index.ts'

const withoutMoney = {
  read: true,
  fields: { amount: 'hidden', amount_cny: 'hidden', planned_amount: 'hidden', unplanned_amount: 'hidden' },
} as const

/** What both sides sign, with the plan by which the money comes in. */
export const contract = defineObject('contract', {
  label: { zh: '合同', en: 'Contract' },
  title: 'name',
  number: 'HT{yyyy}-{0000}',
  gapless: true,
  fields: {
    name: text({ required: true, max: 200, search: true, label: { zh: '合同名称', en: 'Name' } }),
    customer: reference('customer', {
      required: true,
      inverse: 'contracts',
      label: { zh: '客户', en: 'Customer' },
    }),
    opportunity: reference('opportunity', { inverse: 'contracts', label: { zh: '商机', en: 'Opportunity' } }),
    quote: reference('quote', { inverse: 'contracts', label: { zh: '报价单', en: 'Quote' } }),
    purchase_order: text({ max: 120, search: true, label: { zh: '客户订单号', en: 'Purchase order' } }),
    currency: choice(currencies, { required: true, default: 'CNY', label: { zh: '币种', en: 'Currency' } }),
    exchange_rate: number({ min: 0.000001, label: { zh: '汇率（折人民币）', en: 'Rate to CNY' } }),
    amount: money({
      required: true,
      min: 0,
      index: true,
      label: { zh: '合同金额（含税）', en: 'Amount with tax' },
    }),
    amount_cny: formula('money', `amount * ${rateFormula()}`, { label: { zh: '折人民币', en: 'In CNY' } }),
    payment_terms: text({ max: 300, label: { zh: '付款方式', en: 'Payment terms' } }),
    instalments: lines('instalment', 'contract', { label: { zh: '回款计划', en: 'Instalments' } }),
    planned_amount: rollup('money', 'sum(instalments.amount)', {
      label: { zh: '计划回款合计', en: 'Planned' },
    }),
    unplanned_amount: formula('money', 'amount - (if planned_amount = null then 0 else planned_amount)', {
      label: { zh: '未计划金额', en: 'Not planned' },
    }),
    delivery_on: date({ label: { zh: '约定交期', en: 'Delivery on' } }),
    signed_on: date({ readonly: true, index: true, label: { zh: '签订日期', en: 'Signed on' } }),
    ends_on: date({ label: { zh: '到期日期', en: 'Ends on' } }),
    approval: text({ readonly: true, max: 40, label: { zh: '审批流程', en: 'Approval' } }),
    approved_at: datetime({ readonly: true, label: { zh: '批准时间', en: 'Approved' } }),
    amendments: number({ readonly: true, default: '0', label: { zh: '变更次数', en: 'Amendments' } }),
    termination_reason: text({
      readonly: true,
      max: 500,
      label: { zh: '终止原因', en: 'Terminated because' },
    }),
    terms: longText({ label: { zh: '合同条款', en: 'Terms' } }),
    remarks: longText({ max: 4000, label: { zh: '备注', en: 'Remarks' } }),
  },
  list: {
    columns: [
      'number',
      'name',
      'customer',
      'amount',
      'stage',
      'signed_on',
      'delivery_on',
      'owner',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['stage', 'owner', 'currency'],
  },
  form: [
    ['name', 'customer'],
    ['opportunity', 'quote', 'purchase_order'],
    ['currency', 'exchange_rate'],
    ['amount', 'amount_cny', 'unplanned_amount'],
    ['payment_terms'],
    ['instalments'],
    ['delivery_on', 'signed_on', 'ends_on'],
    ['terms'],
    ['remarks'],
  ],
  related: ['special_requirements', 'review_opinions', 'change_notices', 'orders', 'receivables'],
  closed_because: {
    zh: '合同提交后不能直接修改：审批中请先“撤回”；签订后金额与交期请用“变更”（金额经审批后生效），条款与币种不再改，请终止后重新签订',
    en: 'A contract that was submitted is not edited: "Withdraw" it while it is under approval; once it is signed, "Amend" its amount (in effect when approved) or delivery day; other terms and another currency are another contract: "Terminate" this one',
  },
  access: {
    sales: {
      create: true,
      read: 'own',
      update: 'owner = me and stage = "draft"',
      actions: ['submit', 'withdraw', 'sign', 'amend'],
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
      delete: 'stage = "draft"',
      export: true,
      import: true,
      actions: true,
    },
    finance: { read: true, update: 'stage = "draft"', export: true, actions: ['sign'] },
    tech_lead: withoutMoney,
    planner: withoutMoney,
    quality: withoutMoney,
    admin: { read: true, export: true, import: true },
  },
})
export type Contract = Row<typeof contract>

export const triggers = {
  signing: { zh: '合同签订', en: 'Signing' },
  shipment: { zh: '发货', en: 'Shipment' },
  acceptance: { zh: '验收', en: 'Acceptance' },
  date: { zh: '固定日期', en: 'A date' },
} as const

/** One payment that was agreed: which share, when. `days_after` counts from what triggers it. */
export const instalment = defineObject('instalment', {
  label: { zh: '回款计划', en: 'Instalment' },
  title: 'name',
  menu: false,
  fields: {
    contract: reference('contract', { required: true, label: { zh: '合同', en: 'Contract' } }),
    sequence: number({ default: '1', label: { zh: '期次', en: 'No.' } }),
    name: text({ required: true, max: 120, label: { zh: '名称', en: 'Name' } }),
    percent: percent({ min: 0, max: 100, label: { zh: '比例（%）', en: 'Share (%)' } }),
    amount: money({ required: true, min: 0, label: { zh: '金额', en: 'Amount' } }),
    trigger: choice(triggers, { required: true, default: 'date', label: { zh: '触发条件', en: 'Due on' } }),
    due_on: date({ index: true, label: { zh: '到期日', en: 'Due date' } }),
    days_after: number({ default: '0', min: 0, label: { zh: '触发后天数', en: 'Days after' } }),
  },
  list: {
    columns: ['sequence', 'name', 'percent', 'amount', 'trigger', 'days_after', 'due_on'],
    sort: 'created_at',
  },
  access: { inherit: 'contract' },
})
export type Instalment = Row<typeof instalment>

export const contractPipeline = definePipeline('contract_flow', {
  object: 'contract',
  label: { zh: '合同流程', en: 'Contract flow' },
  default: true,
  moved_by: 'actions',
  stages: [
    { name: 'draft', label: { zh: '草稿', en: 'Draft' }, to: ['approving', 'terminated'] },
    { name: 'approving', label: { zh: '审批中', en: 'Under approval' }, to: ['draft', 'approved'] },
    { name: 'approved', label: { zh: '已批准', en: 'Approved' }, to: ['signed', 'draft', 'terminated'] },
    { name: 'signed', label: { zh: '已签订', en: 'Signed' }, to: ['running', 'completed', 'terminated'] },
    { name: 'running', label: { zh: '执行中', en: 'Running' }, to: ['completed', 'terminated'] },
    { name: 'completed', label: { zh: '已完成', en: 'Completed' }, ends: 'done' },
    { name: 'terminated', label: { zh: '已终止', en: 'Terminated' }, ends: 'lost' },
  ],
})

/** Called off: nothing follows from it any more. */
export const isTerminated = ({ stage }: Pick<Contract, 'stage'>): boolean =>
  stageOf(contractPipeline, stage)?.ends === 'lost'
