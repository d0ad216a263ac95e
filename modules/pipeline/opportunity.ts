import {
  bool,
  choice,
  date,
  datetime,
  defineObject,
  longText,
  money,
  percent,
  reference,
  text,
  type Row,
} from '../../model/index.ts'
import { intents, productLines, sources } from '../leads/index.ts'

export const lostReasons = {
  price: { zh: '价格', en: 'Price' },
  delivery: { zh: '交期', en: 'Delivery time' },
  quality: { zh: '质量或技术', en: 'Quality or technology' },
  competitor: { zh: '竞争对手', en: 'Competitor' },
  cancelled: { zh: '项目取消', en: 'Project cancelled' },
  no_reply: { zh: '失联', en: 'No reply' },
  other: { zh: '其他', en: 'Other' },
} as const

/** A deal that may come, followed through its stages; each opens only on evidence. */
export const opportunity = defineObject('opportunity', {
  label: { zh: '商机', en: 'Opportunity' },
  title: 'name',
  number: 'SJ{yyyy}{MM}-{0000}',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { zh: '商机名称', en: 'Name' } }),
    customer: reference('customer', {
      required: true,
      inverse: 'opportunities',
      label: { zh: '客户', en: 'Customer' },
    }),
    contact: reference('contact', { label: { zh: '联系人', en: 'Contact' } }),
    lead: reference('lead', { label: { zh: '来源线索', en: 'Lead' } }),
    item: reference('item', { label: { zh: '产品', en: 'Product' } }),
    product: text({ max: 200, label: { zh: '产品说明', en: 'Product in words' } }),
    product_line: choice(productLines, { label: { zh: '产品线', en: 'Product line' } }),
    amount: money({ index: true, label: { zh: '预计金额', en: 'Amount' } }),
    probability: percent({ label: { zh: '赢率', en: 'Probability' } }),
    expected_close_on: date({ index: true, label: { zh: '预计成交日', en: 'Expected close' } }),
    source: choice(sources, { label: { zh: '来源', en: 'Source' } }),
    intent: choice(intents, { label: { zh: '意向等级', en: 'Intent' } }),
    marketing_validated: bool({
      default: false,
      label: { zh: '市场确认有效', en: 'Validated by marketing' },
    }),
    technical_parameters: longText({ label: { zh: '技术参数', en: 'Technical parameters' } }),
    application_scenario: longText({ label: { zh: '应用场景', en: 'Application' } }),
    budget_range: text({ max: 120, label: { zh: '预算范围', en: 'Budget range' } }),
    timetable: text({ max: 200, label: { zh: '项目时间表', en: 'Timetable' } }),
    sample_test: choice(
      {
        pending: { zh: '测试中', en: 'Pending' },
        pass: { zh: '通过', en: 'Pass' },
        fail: { zh: '未通过', en: 'Fail' },
      },
      { label: { zh: '样品测试', en: 'Sample test' } },
    ),
    delivery_terms: text({ max: 200, label: { zh: '交期条款', en: 'Delivery terms' } }),
    payment_terms: text({ max: 200, label: { zh: '付款方式', en: 'Payment terms' } }),
    next_step: text({ max: 300, label: { zh: '下一步', en: 'Next step' } }),
    next_step_at: datetime({ label: { zh: '下一步时间', en: 'Next step at' } }),
    won_at: datetime({
      readonly: true,
      index: true,
      imported_as: 'if stage = "won" then stage_since else null',
      label: { zh: '赢单时间', en: 'Won' },
    }),
    closed_on: date({ index: true, label: { zh: '关闭日期', en: 'Closed on' } }),
    won_amount: money({
      readonly: true,
      imported_as: 'if stage = "won" then amount else null',
      label: { zh: '成交金额', en: 'Won amount' },
    }),
    lost_reason: choice(lostReasons, { label: { zh: '输单原因', en: 'Lost because' } }),
    lost_note: longText({ max: 2000, label: { zh: '输单说明', en: 'Note on the loss' } }),
    raised_by_ticket: reference('ticket', { label: { zh: '来源工单', en: 'From ticket' } }),
    external_id: text({ max: 60, index: true, label: { zh: '外部编号', en: 'External id' } }),
  },
  list: {
    columns: [
      'number',
      'name',
      'customer',
      'stage',
      'amount',
      'expected_close_on',
      'next_step',
      'owner',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['stage', 'owner', 'product_line', 'intent'],
  },
  form: [
    ['name', 'customer', 'contact'],
    ['product_line', 'item', 'product'],
    ['amount', 'probability', 'expected_close_on'],
    ['intent', 'marketing_validated', 'source'],
    ['technical_parameters'],
    ['application_scenario'],
    ['budget_range', 'timetable'],
    ['sample_test'],
    ['delivery_terms', 'payment_terms'],
    ['next_step', 'next_step_at'],
    ['lost_reason', 'lost_note'],
  ],
  card: { amount: 'amount', next: 'next_step', next_at: 'next_step_at' },
  related: [
    'activities',
    'drawings',
    'evaluations',
    'quotes',
    'contracts',
    'milestones',
    'competitors',
    'leads',
  ],
  indexes: [['owner', 'stage', 'created_at']],
  access: {
    sales: { create: true, read: 'own', update: 'own', actions: true },
    sales_director: {
      create: true,
      read: 'department_below',
      update: 'department_below',
      delete: 'department_below',
      export: true,
      import: true,
      actions: true,
    },
    manager: {
      create: true,
      read: true,
      update: true,
      delete: true,
      export: true,
      import: true,
      actions: true,
    },
    tech_lead: { read: true },
    finance: { read: true },
    admin: { create: true, read: true, update: true, export: true, import: true },
  },
})
export type Opportunity = Row<typeof opportunity>

/** A dated step of a long project: exchange, quotation, sample, negotiation, tender. */
export const milestone = defineObject('milestone', {
  label: { zh: '里程碑', en: 'Milestone' },
  title: 'name',
  menu: false,
  fields: {
    opportunity: reference('opportunity', {
      required: true,
      inverse: 'milestones',
      label: { zh: '商机', en: 'Opportunity' },
    }),
    name: text({ required: true, max: 200, label: { zh: '名称', en: 'Name' } }),
    kind: choice(
      {
        exchange: { zh: '技术交流', en: 'Technical exchange' },
        quotation: { zh: '方案报价', en: 'Quotation' },
        sample: { zh: '样品寄送', en: 'Sample' },
        negotiation: { zh: '商务谈判', en: 'Negotiation' },
        tender: { zh: '招投标', en: 'Tender' },
      },
      { required: true, label: { zh: '类型', en: 'Kind' } },
    ),
    planned_on: date({ label: { zh: '计划日期', en: 'Planned' } }),
    actual_on: date({ label: { zh: '实际日期', en: 'Actual' } }),
  },
  list: { columns: ['name', 'kind', 'planned_on', 'actual_on', 'owner'], sort: '-created_at' },
  access: { inherit: 'opportunity' },
})

/** Who else is in the race, and how we compare. */
export const competitor = defineObject('competitor', {
  label: { zh: '竞争对手', en: 'Competitor' },
  title: 'name',
  menu: false,
  fields: {
    opportunity: reference('opportunity', {
      required: true,
      inverse: 'competitors',
      label: { zh: '商机', en: 'Opportunity' },
    }),
    name: text({ required: true, max: 200, label: { zh: '名称', en: 'Name' } }),
    price: money({ label: { zh: '对手报价', en: 'Their price' } }),
    strengths: longText({ max: 2000, label: { zh: '优势', en: 'Strengths' } }),
    weaknesses: longText({ max: 2000, label: { zh: '劣势', en: 'Weaknesses' } }),
  },
  list: { columns: ['name', 'price', 'strengths', 'weaknesses'], sort: '-created_at' },
  access: { inherit: 'opportunity' },
})
