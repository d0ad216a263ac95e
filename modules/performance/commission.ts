import {
  choice,
  date,
  defineObject,
  json,
  longText,
  money,
  percent,
  reference,
  text,
  user,
} from '../../model/index.ts'

/**
 * How what was won is paid; changed by making a new one, so that past periods stay as they were (KPI-03,
 * KPI-05).
 */
export const commissionPlan = defineObject('commission_plan', {
  label: { zh: '提成方案', en: 'Commission plan' },
  title: 'name',
  fields: {
    name: text({ required: true, max: 120, search: true, label: { zh: '方案名称', en: 'Name' } }),
    starts_on: date({ required: true, label: { zh: '生效日期', en: 'From' } }),
    ends_on: date({ label: { zh: '失效日期', en: 'To' } }),
    base_bonus: money({
      protect: 'financial',
      required: true,
      min: 0,
      default: '0',
      label: { zh: '基础目标达成奖', en: 'Bonus at target' },
    }),
    bands: json({
      required: true,
      label: { zh: '超额累进 [{over_percent, rate_percent}]', en: 'Bands [{over_percent, rate_percent}]' },
    }),
    note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }),
  },
  list: { columns: ['name', 'starts_on', 'ends_on', 'base_bonus'], sort: '-created_at' },
  form: [['name'], ['starts_on', 'ends_on'], ['base_bonus', 'bands'], ['note']],
  related: ['entries'],
  access: {
    manager: { create: true, read: true, update: true, export: true, actions: true },
    sales_director: { read: true, actions: ['simulate'] },
    finance: { read: true, actions: true },
    sales: { read: true },
    admin: { read: true },
  },
})

export const commissionEntry = defineObject('commission_entry', {
  label: { zh: '提成', en: 'Commission' },
  title: 'period',
  fields: {
    plan: reference('commission_plan', {
      required: true,
      inverse: 'entries',
      label: { zh: '方案', en: 'Plan' },
    }),
    period: text({ required: true, max: 7, index: true, label: { zh: '期间', en: 'Period' } }),
    person: user({ required: true, label: { zh: '人员', en: 'Person' } }),
    target_amount: money({ required: true, label: { zh: '目标', en: 'Target' } }),
    achieved: money({ required: true, label: { zh: '完成', en: 'Won' } }),
    attainment: percent({ label: { zh: '完成率（%）', en: 'Attainment (%)' } }),
    amount: money({ protect: 'financial', required: true, label: { zh: '提成金额', en: 'Commission' } }),
    deals: json({ readonly: true, label: { zh: '计入的商机', en: 'Deals counted' } }),
    state: choice(
      { draft: { zh: '待结算', en: 'Draft' }, settled: { zh: '已结算', en: 'Settled' } },
      { required: true, default: 'draft', index: true, label: { zh: '状态', en: 'State' } },
    ),
    settled_on: date({ label: { zh: '结算日期', en: 'Settled on' } }),
  },
  list: {
    columns: ['period', 'person', 'target_amount', 'achieved', 'attainment', 'amount', 'state', 'plan'],
    sort: '-created_at',
    filters: ['state', 'person', 'period'],
  },
  access: {
    manager: { read: true, export: true, actions: true },
    finance: { read: true, export: true, actions: true },
    sales_director: { read: 'department in my_departments' },
    sales: { read: 'person = me' },
    admin: { read: true },
  },
})
