import {
  bool,
  choice,
  datetime,
  defineObject,
  definePipeline,
  email,
  json,
  longText,
  money,
  number,
  phone,
  reference,
  text,
  type Row,
} from '../../model/index.ts'
import { routedSentences } from './whyRouted.ts'

export const productLines = {
  machining: { zh: '精密机加工', en: 'Precision machining' },
  sheet_metal: { zh: '钣金', en: 'Sheet metal' },
  environmental: { zh: '环保设备', en: 'Environmental equipment' },
  automation: { zh: '自动化设备', en: 'Automation equipment' },
  mould: { zh: '注塑模具', en: 'Injection moulds' },
  other: { zh: '其他', en: 'Other' },
} as const

export const intents = {
  high: { zh: '高', en: 'High' },
  mid: { zh: '中', en: 'Medium' },
  low: { zh: '低', en: 'Low' },
} as const

export const sources = {
  website: { zh: '官网', en: 'Website' },
  exhibition: { zh: '展会', en: 'Exhibition' },
  referral: { zh: '转介绍', en: 'Referral' },
  phone: { zh: '电话', en: 'Phone' },
  mail: { zh: '邮件', en: 'E-mail' },
  wecom: { zh: '企业微信', en: 'WeCom' },
  platform: { zh: '第三方平台', en: 'Platform' },
  partner: { zh: '渠道伙伴', en: 'Partner' },
  service: { zh: '售后', en: 'Service' },
} as const

/** Somebody who may want something from us, from whatever channel. */
export const lead = defineObject('lead', {
  label: { zh: '线索', en: 'Lead' },
  title: 'company',
  person: 'contact',
  number: 'XS{yyyy}{MM}-{0000}',
  fields: {
    company: text({ required: true, max: 200, search: true, label: { zh: '公司名称', en: 'Company' } }),
    contact: text({ protect: 'personal', max: 80, search: true, label: { zh: '联系人', en: 'Contact' } }),
    phone: phone({ label: { zh: '电话', en: 'Phone' } }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' } }),
    province: text({ max: 40, label: { zh: '省份', en: 'Province' } }),
    city: text({ max: 40, label: { zh: '城市', en: 'City' } }),
    product_line: choice(productLines, { label: { zh: '产品线', en: 'Product line' } }),
    industry: text({ max: 80, label: { zh: '行业', en: 'Industry' } }),
    budget: money({ label: { zh: '预算', en: 'Budget' } }),
    source: choice(sources, { required: true, default: 'phone', label: { zh: '来源', en: 'Source' } }),
    message: longText({ label: { zh: '需求描述', en: 'Message' } }),
    intent: choice(intents, { label: { zh: '意向等级', en: 'Intent' } }),
    sales_region: text({ readonly: true, max: 20, label: { zh: '销售大区', en: 'Sales region' } }),
    phone_key: text({
      protect: 'personal',
      readonly: true,
      max: 40,
      index: true,
      label: { zh: '标准电话', en: 'Normalised phone' },
    }),
    company_key: text({
      readonly: true,
      max: 200,
      index: true,
      label: { zh: '标准名称', en: 'Normalised name' },
    }),
    routing: text({
      readonly: true,
      max: 500,
      label: { zh: '分配原因（文字）', en: 'Routed because, as text' },
    }),
    routed: json({
      readonly: true,
      sentences: routedSentences,
      instead_of: 'routing',
      label: { zh: '分配原因', en: 'Routed because' },
    }),
    assigned_at: datetime({ readonly: true, label: { zh: '分配时间', en: 'Assigned' } }),
    first_response_due_at: datetime({
      readonly: true,
      label: { zh: '首次响应截止', en: 'First response due' },
    }),
    first_touch_at: datetime({ readonly: true, label: { zh: '首次触达', en: 'First touch' } }),
    response_breached: bool({
      readonly: true,
      default: false,
      label: { zh: '响应超时', en: 'Response late' },
    }),
    possible_duplicate: bool({
      readonly: true,
      default: false,
      label: { zh: '疑似重复', en: 'Possible duplicate' },
    }),
    external_id: text({ readonly: true, max: 200, label: { zh: '外部编号', en: 'External id' } }),
    customer: reference('customer', {
      readonly: true,
      inverse: 'leads',
      label: { zh: '转化客户', en: 'Customer' },
    }),
    opportunity: reference('opportunity', {
      readonly: true,
      inverse: 'leads',
      label: { zh: '转化商机', en: 'Opportunity' },
    }),
    consent_version: number({
      readonly: true,
      scale: 0,
      label: { zh: '同意的隐私说明版本', en: 'Privacy notice agreed to' },
    }),
    consent_at: datetime({ readonly: true, label: { zh: '同意时间', en: 'Agreed' } }),
    disqualify_reason: text({
      readonly: true,
      max: 200,
      label: { zh: '无效原因', en: 'Disqualified because' },
    }),
  },
  list: {
    columns: [
      'number',
      'company',
      'contact',
      'phone',
      'product_line',
      'province',
      'source',
      'stage',
      'owner',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['stage', 'source', 'product_line', 'owner', 'response_breached'],
  },
  form: [
    ['company', 'contact'],
    ['phone', 'email'],
    ['province', 'city'],
    ['product_line', 'industry', 'budget'],
    ['source', 'intent'],
    ['message'],
  ],
  related: ['activities', 'mails', 'duplicate_matches'],
  indexes: [['owner', 'stage', 'created_at']],
  access: {
    // What nobody owns lies in the public pool (公海), open to every seller.
    sales: {
      create: true,
      read: 'owner = me or owner = null',
      update: 'own',
      actions: ['claim', 'release', 'log_touch', 'convert', 'disqualify'],
    },
    sales_director: {
      create: true,
      read: '(department in my_departments) or owner = null',
      update: '(department in my_departments) or owner = null',
      delete: 'department_below',
      export: true,
      actions: true,
    },
    manager: { create: true, read: true, update: true, delete: true, export: true, actions: true },
    admin: { read: true, export: true },
  },
})
export type Lead = Row<typeof lead>

export const leadPipeline = definePipeline('lead_flow', {
  object: 'lead',
  label: { zh: '线索流程', en: 'Lead flow' },
  default: true,
  moved_by: 'actions',
  stages: [
    {
      name: 'new',
      label: { zh: '新线索', en: 'New' },
      to: ['assigned', 'contacted', 'converted', 'disqualified'],
    },
    {
      name: 'assigned',
      label: { zh: '已分配', en: 'Assigned' },
      to: ['new', 'contacted', 'converted', 'disqualified'],
    },
    {
      name: 'contacted',
      label: { zh: '已触达', en: 'Contacted' },
      to: ['new', 'assigned', 'converted', 'disqualified'],
    },
    { name: 'converted', label: { zh: '已转化', en: 'Converted' }, ends: 'won' },
    {
      name: 'disqualified',
      label: { zh: '无效', en: 'Disqualified' },
      to: ['new', 'assigned'],
      ends: 'lost',
    },
  ],
})
