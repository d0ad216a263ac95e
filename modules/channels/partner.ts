import {
  choice,
  date,
  defineObject,
  longText,
  money,
  percent,
  phone,
  reference,
  text,
  type Row,
} from '../../model/index.ts'

const selling = { create: true, read: 'own', update: 'own' } as const
const leading = { create: true, read: true, update: true, export: true, actions: true } as const

/** Somebody who sells for us. */
export const partner = defineObject('partner', {
  label: { zh: '渠道伙伴', en: 'Partner' },
  title: 'name',
  person: 'contact',
  number: 'QD{yyyy}-{000}',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { zh: '伙伴名称', en: 'Name' } }),
    contact: text({ protect: 'personal', max: 80, label: { zh: '联系人', en: 'Contact' } }),
    phone: phone({ label: { zh: '电话', en: 'Phone' } }),
    level: choice(
      {
        gold: { zh: '金牌', en: 'Gold' },
        silver: { zh: '银牌', en: 'Silver' },
        registered: { zh: '注册', en: 'Registered' },
      },
      { required: true, default: 'registered', label: { zh: '级别', en: 'Level' } },
    ),
    region: text({ max: 80, label: { zh: '区域', en: 'Region' } }),
    rebate_percent: percent({
      protect: 'commercial',
      min: 0,
      max: 100,
      label: { zh: '返点比例（%）', en: 'Rebate (%)' },
    }),
    active_until: date({ label: { zh: '协议到期', en: 'Agreement until' } }),
  },
  list: {
    columns: ['number', 'name', 'level', 'region', 'rebate_percent', 'owner'],
    sort: '-created_at',
    filters: ['level', 'owner'],
  },
  form: [
    ['name', 'level'],
    ['contact', 'phone'],
    ['region', 'rebate_percent'],
    ['active_until', 'owner'],
  ],
  related: ['deal_registrations', 'rebates'],
  access: {
    sales: selling,
    sales_director: leading,
    manager: leading,
    finance: { read: true },
    admin: { read: true },
  },
})
export type Partner = Row<typeof partner>

/** A partner says who they are selling to; approved, the deal is theirs for the period of protection. */
export const dealRegistration = defineObject('deal_registration', {
  label: { zh: '渠道报备', en: 'Deal registration' },
  title: 'company',
  number: 'BB{yyyy}{MM}-{0000}',
  fields: {
    partner: reference('partner', {
      required: true,
      inverse: 'deal_registrations',
      label: { zh: '渠道伙伴', en: 'Partner' },
    }),
    company: text({ required: true, max: 200, search: true, label: { zh: '最终客户', en: 'End customer' } }),
    product: text({ max: 200, label: { zh: '产品', en: 'Product' } }),
    amount: money({ min: 0, label: { zh: '预计金额', en: 'Amount' } }),
    note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }),
    state: choice(
      {
        draft: { zh: '草稿', en: 'Draft' },
        registered: { zh: '待审批', en: 'Registered' },
        approved: { zh: '已批准', en: 'Approved' },
        rejected: { zh: '已驳回', en: 'Rejected' },
      },
      { readonly: true, default: 'draft', index: true, label: { zh: '状态', en: 'State' } },
    ),
    conflict: longText({ readonly: true, max: 2000, label: { zh: '冲突检查', en: 'Conflicts' } }),
    protected_until: date({ readonly: true, index: true, label: { zh: '保护期至', en: 'Protected until' } }),
    customer: reference('customer', {
      inverse: 'deal_registrations',
      label: { zh: '对应客户', en: 'Customer' },
    }),
    reason: text({ readonly: true, max: 300, label: { zh: '驳回原因', en: 'Rejected because' } }),
  },
  list: {
    columns: [
      'number',
      'partner',
      'company',
      'product',
      'amount',
      'state',
      'conflict',
      'protected_until',
      'owner',
    ],
    sort: '-created_at',
    filters: ['state', 'partner', 'owner'],
  },
  form: [['partner', 'company'], ['product', 'amount'], ['customer'], ['note']],
  access: {
    sales: { ...selling, actions: ['register'] },
    sales_director: leading,
    manager: leading,
    admin: { read: true },
  },
})
export type DealRegistration = Row<typeof dealRegistration>

/** What a partner earns by money that came in. */
export const rebate = defineObject('rebate', {
  label: { zh: '返点', en: 'Rebate' },
  number: 'FD{yyyy}{MM}-{0000}',
  fields: {
    partner: reference('partner', {
      required: true,
      inverse: 'rebates',
      label: { zh: '渠道伙伴', en: 'Partner' },
    }),
    deal: reference('deal_registration', { inverse: 'rebates', label: { zh: '报备', en: 'Registration' } }),
    receivable: reference('receivable', { inverse: 'rebates', label: { zh: '应收单', en: 'Receivable' } }),
    base: money({ required: true, label: { zh: '回款金额', en: 'Money received' } }),
    rebate_percent: percent({
      protect: 'commercial',
      required: true,
      label: { zh: '返点比例（%）', en: 'Rebate (%)' },
    }),
    amount: money({ required: true, label: { zh: '返点金额', en: 'Amount' } }),
    accrued_on: date({ required: true, index: true, label: { zh: '计提日期', en: 'Accrued on' } }),
  },
  list: {
    columns: ['number', 'partner', 'deal', 'base', 'rebate_percent', 'amount', 'accrued_on'],
    sort: '-created_at',
    filters: ['partner'],
  },
  access: {
    finance: { read: true, export: true },
    sales_director: { read: true, export: true },
    manager: { read: true, export: true },
    admin: { read: true },
  },
})
