import {
  choice,
  date,
  defineObject,
  longText,
  number,
  reference,
  text,
  money,
  type Row,
} from '../../model/index.ts'

/**
 * What this customer wants different, from the inquiry to the shop floor: production and quality sign for it
 * at the order.
 */
export const specialRequirement = defineObject('special_requirement', {
  label: { zh: '客户特殊要求', en: 'Special requirement' },
  title: 'text',
  fields: {
    text: longText({ required: true, max: 4000, label: { zh: '要求', en: 'Requirement' } }),
    category: choice(
      {
        compliance: { zh: '环保与认证', en: 'Compliance' },
        quality: { zh: '质量与检验', en: 'Quality' },
        packing: { zh: '包装与运输', en: 'Packing' },
        technical: { zh: '技术', en: 'Technical' },
        commercial: { zh: '商务', en: 'Commercial' },
        other: { zh: '其他', en: 'Other' },
      },
      { required: true, default: 'other', label: { zh: '类别', en: 'Category' } },
    ),
    source: text({ max: 200, label: { zh: '来源', en: 'Source' } }),
    source_key: text({
      max: 60,
      readonly: true,
      index: true,
      label: { zh: '来源记录', en: 'Source record' },
    }),
    contract: reference('contract', {
      inverse: 'special_requirements',
      label: { zh: '合同', en: 'Contract' },
    }),
    order: reference('order', { inverse: 'special_requirements', label: { zh: '订单', en: 'Order' } }),
  },
  list: {
    columns: ['text', 'category', 'source', 'contract', 'order', 'created_at'],
    sort: '-created_at',
    filters: ['category'],
  },
  form: [['text'], ['category', 'source'], ['contract', 'order']],
  access: {
    sales: {
      create: true,
      read: 'owner = me or contract.owner = me',
      update: 'owner = me or contract.owner = me',
      delete: 'own',
    },
    sales_director: { create: true, read: 'department_below', update: 'department_below' },
    manager: { create: true, read: true, update: true, delete: true },
    tech_lead: { create: true, read: true, update: true },
    planner: { read: true },
    quality: { read: true },
    worker: { read: true },
    warehouse: { read: true },
    purchaser: { read: true },
    service_engineer: { read: true },
    admin: { read: true },
  },
})
export type SpecialRequirement = Row<typeof specialRequirement>

/** What was changed after the approval, and why. */
export const changeNotice = defineObject('change_notice', {
  label: { zh: '变更通知', en: 'Change notice' },
  title: 'what',
  number: 'BG{yyyy}-{0000}',
  fields: {
    contract: reference('contract', {
      required: true,
      inverse: 'change_notices',
      label: { zh: '合同', en: 'Contract' },
    }),
    sequence: number({ label: { zh: '第几次变更', en: 'No.' } }),
    what: longText({ required: true, max: 4000, label: { zh: '变更内容', en: 'What' } }),
    reason: text({ max: 500, label: { zh: '变更原因', en: 'Because' } }),
    amount_before: money({ label: { zh: '变更前金额', en: 'Amount before' } }),
    amount_after: money({ label: { zh: '变更后金额', en: 'Amount after' } }),
    delivery_on: date({ label: { zh: '变更后交期', en: 'New delivery day' } }),
    state: choice(
      {
        asked: { zh: '审批中', en: 'Under approval' },
        agreed: { zh: '已生效', en: 'In effect' },
        refused: { zh: '未通过', en: 'Refused' },
      },
      { readonly: true, default: 'agreed', imported_as: '"agreed"', label: { zh: '状态', en: 'State' } },
    ),
    approval: text({ readonly: true, max: 40, label: { zh: '审批流程', en: 'Approval' } }),
  },
  list: {
    columns: [
      'number',
      'contract',
      'sequence',
      'what',
      'reason',
      'amount_before',
      'amount_after',
      'state',
      'created_at',
    ],
    sort: '-created_at',
  },
  form: [['contract', 'sequence'], ['what'], ['reason'], ['amount_before', 'amount_after']],
  access: { inherit: 'contract' },
})
export type ChangeNotice = Row<typeof changeNotice>

/** A department's word in the review of a contract (APR-04). */
export const reviewOpinion = defineObject('review_opinion', {
  label: { zh: '评审意见', en: 'Review opinion' },
  title: 'topic',
  menu: false,
  fields: {
    contract: reference('contract', {
      required: true,
      inverse: 'review_opinions',
      label: { zh: '合同', en: 'Contract' },
    }),
    topic: choice(
      {
        technical: { zh: '技术可行性', en: 'Technical' },
        delivery: { zh: '交期与产能', en: 'Delivery' },
        quality: { zh: '质量与验收', en: 'Quality' },
        payment: { zh: '付款与信用', en: 'Payment' },
        legal: { zh: '条款与违约', en: 'Terms' },
      },
      { required: true, label: { zh: '评审事项', en: 'Topic' } },
    ),
    verdict: choice(
      {
        agree: { zh: '同意', en: 'Agree' },
        agree_if: { zh: '有条件同意', en: 'Agree if' },
        disagree: { zh: '不同意', en: 'Disagree' },
      },
      { required: true, label: { zh: '意见', en: 'Verdict' } },
    ),
    opinion: longText({ max: 2000, label: { zh: '说明', en: 'In words' } }),
  },
  list: { columns: ['topic', 'verdict', 'opinion', 'owner', 'created_at'], sort: '-created_at' },
  form: [['contract', 'topic', 'verdict'], ['opinion']],
  access: {
    sales: { read: 'contract.owner = me' },
    sales_director: { create: true, read: true, update: 'own' },
    finance: { create: true, read: true, update: 'own' },
    tech_lead: { create: true, read: true, update: 'own' },
    planner: { create: true, read: true, update: 'own' },
    quality: { create: true, read: true, update: 'own' },
    manager: { create: true, read: true, update: 'own' },
    admin: { read: true },
  },
})
