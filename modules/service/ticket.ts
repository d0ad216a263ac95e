import {
  bool,
  choice,
  datetime,
  defineObject,
  definePipeline,
  geo,
  image,
  json,
  longText,
  money,
  number,
  phone,
  reference,
  signature,
  text,
  type Row,
} from '../../model/index.ts'
import { routedSentences } from './whyRouted.ts'

export const priorities = {
  urgent: { zh: '紧急（停机）', en: 'Urgent (line down)' },
  high: { zh: '高', en: 'High' },
  normal: { zh: '普通', en: 'Normal' },
} as const

/** A call for help on one unit, from the first word to the customer's signature. */
export const ticket = defineObject('ticket', {
  label: { zh: '服务工单', en: 'Service ticket' },
  title: 'title',
  person: 'contact',
  number: 'FW{yyyy}{MM}-{0000}',
  fields: {
    title: text({ max: 200, search: true, label: { zh: '标题', en: 'Title' } }),
    equipment: reference('equipment', { inverse: 'tickets', label: { zh: '设备', en: 'Equipment' } }),
    customer: reference('customer', {
      required: true,
      inverse: 'tickets',
      label: { zh: '客户', en: 'Customer' },
    }),
    item: reference('item', { readonly: true, inverse: 'tickets', label: { zh: '物料', en: 'Item' } }),
    kind: choice(
      {
        repair: { zh: '维修', en: 'Repair' },
        maintenance: { zh: '保养', en: 'Maintenance' },
        installation: { zh: '安装调试', en: 'Commissioning' },
        complaint: { zh: '投诉', en: 'Complaint' },
      },
      { required: true, default: 'repair', label: { zh: '类型', en: 'Kind' } },
    ),
    priority: choice(priorities, {
      required: true,
      default: 'normal',
      label: { zh: '优先级', en: 'Priority' },
    }),
    source: choice(
      {
        scan: { zh: '扫码', en: 'Scan' },
        phone: { zh: '电话', en: 'Phone' },
        plan: { zh: '保养计划', en: 'Plan' },
        visit: { zh: '回访', en: 'Visit' },
      },
      { default: 'phone', label: { zh: '来源', en: 'Source' } },
    ),
    contact: text({ protect: 'personal', max: 80, label: { zh: '联系人', en: 'Contact' } }),
    phone: phone({ label: { zh: '联系电话', en: 'Phone' } }),
    description: longText({ required: true, max: 4000, label: { zh: '问题描述', en: 'Description' } }),
    photos: image({ label: { zh: '照片', en: 'Photos' } }),
    consent_version: number({
      readonly: true,
      scale: 0,
      label: { zh: '同意的隐私说明版本', en: 'Privacy notice agreed to' },
    }),
    consent_at: datetime({ readonly: true, label: { zh: '同意时间', en: 'Agreed' } }),
    in_warranty: bool({ readonly: true, label: { zh: '保修期内', en: 'Under warranty' } }),
    routing: text({
      readonly: true,
      max: 300,
      label: { zh: '派工原因（文字）', en: 'Dispatched because, as text' },
    }),
    routed: json({
      readonly: true,
      sentences: routedSentences,
      instead_of: 'routing',
      label: { zh: '派工原因', en: 'Dispatched because' },
    }),
    dispatched_at: datetime({ readonly: true, label: { zh: '派工时间', en: 'Dispatched' } }),
    response_due_at: datetime({
      readonly: true,
      index: true,
      label: { zh: '首次响应截止', en: 'Response due' },
    }),
    response_clock: choice(
      {
        round_the_clock: { zh: '全天计时', en: 'Day and night' },
        working_time: { zh: '工作时间', en: 'Working time' },
      },
      { readonly: true, label: { zh: '响应计时方式', en: 'Minutes count' } },
    ),
    first_response_at: datetime({ readonly: true, label: { zh: '首次响应', en: 'First response' } }),
    response_minutes: number({
      readonly: true,
      scale: 0,
      label: { zh: '响应用时（分钟）', en: 'Minutes to respond' },
    }),
    response_breached: bool({
      readonly: true,
      default: false,
      label: { zh: '响应超时', en: 'Response late' },
    }),
    arrived_at: datetime({ readonly: true, label: { zh: '到场时间', en: 'Arrived' } }),
    arrived_place: geo({ readonly: true, label: { zh: '签到定位', en: 'Place of check-in' } }),
    resolved_at: datetime({ readonly: true, index: true, label: { zh: '解决时间', en: 'Resolved' } }),
    solution: longText({ readonly: true, max: 4000, label: { zh: '解决方案', en: 'Solution' } }),
    customer_signature: signature({ readonly: true, label: { zh: '客户签名', en: 'Customer signature' } }),
    cost: money({ protect: 'commercial', min: 0, label: { zh: '服务成本', en: 'Cost' } }),
    score: number({ readonly: true, scale: 0, label: { zh: '满意度', en: 'Satisfaction' } }),
    survey_token: text({
      readonly: true,
      unique: true,
      max: 64,
      label: { zh: '评价令牌', en: 'Survey code' },
    }),
    opportunity: reference('opportunity', {
      readonly: true,
      inverse: 'service_tickets',
      label: { zh: '转出商机', en: 'Opportunity raised' },
    }),
  },
  list: {
    columns: [
      'number',
      'title',
      'equipment',
      'customer',
      'kind',
      'priority',
      'stage',
      'owner',
      'response_due_at',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['stage', 'priority', 'kind', 'owner', 'response_breached'],
  },
  form: [
    ['title'],
    ['equipment', 'customer'],
    ['kind', 'priority', 'source'],
    ['contact', 'phone'],
    ['description'],
    ['photos'],
    ['cost'],
  ],
  related: ['service_visits', 'spare_parts', 'surveys'],
  indexes: [['owner', 'stage', 'created_at']],
  access: {
    service_engineer: { create: true, read: true, update: true, actions: true },
    sales: { create: true, read: 'customer.owner = me' },
    sales_director: { create: true, read: 'customer.department in my_departments' },
    quality: { read: true, fields: { survey_token: 'hidden' } },
    manager: { create: true, read: true, update: true, export: true, actions: true },
    admin: { read: true, export: true },
  },
})
export type Ticket = Row<typeof ticket>

export const ticketPipeline = definePipeline('ticket_flow', {
  object: 'ticket',
  label: { zh: '服务流程', en: 'Service flow' },
  default: true,
  moved_by: 'actions',
  stages: [
    { name: 'new', label: { zh: '待派工', en: 'New' }, to: ['dispatched', 'closed'] },
    { name: 'dispatched', label: { zh: '已派工', en: 'Dispatched' }, to: ['on_site', 'resolved', 'closed'] },
    { name: 'on_site', label: { zh: '现场处理', en: 'On site' }, to: ['dispatched', 'resolved'] },
    {
      name: 'resolved',
      label: { zh: '已解决', en: 'Resolved' },
      to: ['closed', 'dispatched'],
      entry: [
        {
          code: 'solution',
          condition: 'solution != null',
          label: { zh: '填写解决方案', en: 'Say how it was solved' },
        },
        {
          code: 'customer_signature',
          condition: 'customer_signature != null',
          label: { zh: '客户签名', en: 'The customer has signed' },
        },
      ],
    },
    { name: 'closed', label: { zh: '已关闭', en: 'Closed' }, ends: 'done' },
  ],
})
