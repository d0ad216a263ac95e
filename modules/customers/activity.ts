import {
  anyRecord,
  choice,
  datetime,
  defineObject,
  geo,
  image,
  longText,
  number,
  reference,
  signature,
  text,
  type Row,
} from '../../model/index.ts'

export const activityKinds = {
  call: { zh: '电话', en: 'Call' },
  visit: { zh: '拜访', en: 'Visit' },
  meeting: { zh: '会议', en: 'Meeting' },
  email: { zh: '邮件', en: 'E-mail' },
  wechat: { zh: '微信', en: 'WeChat' },
  other: { zh: '其他', en: 'Other' },
} as const

/** What was said and done with a customer, and what comes next. */
export const activity = defineObject('activity', {
  label: { zh: '跟进', en: 'Activity' },
  title: 'subject',
  fields: {
    kind: choice(activityKinds, { required: true, default: 'call', label: { zh: '方式', en: 'Kind' } }),
    subject: text({ max: 200, search: true, label: { zh: '主题', en: 'Subject' } }),
    at: datetime({ index: true, label: { zh: '时间', en: 'When' } }),
    minutes: number({ min: 0, label: { zh: '时长（分钟）', en: 'Minutes' } }),
    content: longText({ required: true, label: { zh: '沟通内容', en: 'Content' } }),
    next_action: text({ max: 300, label: { zh: '下一步', en: 'Next action' } }),
    next_at: datetime({ label: { zh: '下次联系', en: 'Next at' } }),
    contact: reference('contact', { inverse: 'activities', label: { zh: '联系人', en: 'Contact' } }),
    lead: reference('lead', { inverse: 'activities', label: { zh: '线索', en: 'Lead' } }),
    customer: reference('customer', { inverse: 'activities', label: { zh: '客户', en: 'Customer' } }),
    opportunity: reference('opportunity', {
      inverse: 'activities',
      label: { zh: '商机', en: 'Opportunity' },
    }),
    quote: reference('quote', { inverse: 'activities', label: { zh: '报价', en: 'Quote' } }),
    about_record: anyRecord({ label: { zh: '其他记录', en: 'Other record' } }),
    photos: image({ label: { zh: '现场照片', en: 'Photos' } }),
    place: geo({ label: { zh: '定位', en: 'Place' } }),
    customer_signature: signature({ label: { zh: '客户签名', en: 'Customer signature' } }),
  },
  list: {
    columns: ['at', 'kind', 'content', 'customer', 'opportunity', 'lead', 'owner', 'next_at'],
    sort: '-created_at',
    filters: ['kind', 'owner'],
  },
  form: [
    ['kind', 'at', 'minutes'],
    ['customer', 'contact'],
    ['opportunity', 'lead'],
    ['content'],
    ['next_action', 'next_at'],
    ['photos', 'place'],
  ],
  access: {
    sales: {
      create: true,
      read: 'owner = me or customer.owner = me or opportunity.owner = me or lead.owner = me',
      update: 'own',
      actions: true,
    },
    sales_director: {
      create: true,
      read: 'department_below',
      update: 'department_below',
      export: true,
      actions: true,
    },
    manager: { create: true, read: true, update: true, export: true, actions: true },
    tech_lead: { create: true, read: true, update: 'own' },
    service_engineer: { create: true, read: true, update: 'own' },
    admin: { read: true },
    finance: { create: true, read: 'own', update: 'own' },
  },
})
export type Activity = Row<typeof activity>
