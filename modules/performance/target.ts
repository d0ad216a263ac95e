import {
  choice,
  defineObject,
  department,
  formula,
  money,
  reference,
  text,
  user,
  type Row,
} from '../../model/index.ts'
import { productLines } from '../leads/index.ts'

/**
 * What is to be won in a month (`2026-11`) or a year (`2026`), by whom or of what. What has been won is
 * reckoned, never typed.
 */
export const target = defineObject('target', {
  label: { zh: '业绩目标', en: 'Target' },
  title: 'period',
  fields: {
    period: text({
      required: true,
      max: 7,
      index: true,
      label: { zh: '期间', en: 'Period' },
      help: { zh: '月份如 2026-11，年度如 2026', en: 'A month such as 2026-11, or a year such as 2026' },
    }),
    scope: choice(
      {
        company: { zh: '公司', en: 'Company' },
        department: { zh: '部门', en: 'Department' },
        person: { zh: '个人', en: 'Person' },
        customer: { zh: '客户', en: 'Customer' },
        product_line: { zh: '产品线', en: 'Product line' },
      },
      { required: true, default: 'company', index: true, label: { zh: '对象', en: 'Of' } },
    ),
    team: department({ label: { zh: '目标部门', en: 'Department' }, shown_when: 'scope = "department"' }),
    person: user({ label: { zh: '人员', en: 'Person' }, shown_when: 'scope = "person"' }),
    customer: reference('customer', {
      inverse: 'targets',
      label: { zh: '客户', en: 'Customer' },
      shown_when: 'scope = "customer"',
    }),
    product_line: choice(productLines, {
      label: { zh: '产品线', en: 'Product line' },
      shown_when: 'scope = "product_line"',
    }),
    amount: money({ required: true, min: 0, label: { zh: '目标金额', en: 'Target' } }),
    period_start: formula(
      'date',
      'if string length(period) = 7 then date(period + "-01") else if string length(period) = 4 then date(period + "-01-01") else null',
      { index: true, label: { zh: '期间开始', en: 'From' } },
    ),
    achieved: money({ readonly: true, default: '0', label: { zh: '已完成', en: 'Won' } }),
    last_year: money({
      readonly: true,
      default: '0',
      label: { zh: '去年同期', en: 'Same period last year' },
    }),
    attainment: formula('percent', 'if amount > 0 then achieved / amount * 100 else null', {
      scale: 2,
      label: { zh: '完成率（%）', en: 'Attainment (%)' },
    }),
    growth: formula('percent', 'if last_year > 0 then (achieved - last_year) / last_year * 100 else null', {
      scale: 2,
      label: { zh: '同比（%）', en: 'Year on year (%)' },
    }),
  },
  list: {
    columns: [
      'period',
      'scope',
      'team',
      'person',
      'customer',
      'product_line',
      'amount',
      'achieved',
      'attainment',
      'growth',
    ],
    sort: '-created_at',
    filters: ['scope', 'person', 'period'],
  },
  form: [['period', 'scope'], ['team', 'person', 'customer', 'product_line'], ['amount']],
  access: {
    manager: { create: true, read: true, update: true, delete: true, export: true, import: true },
    admin: { read: true },
    sales_director: { create: true, read: true, update: 'scope != "company"', export: true },
    finance: { read: true, export: true },
    sales: { read: 'person = me or team = my_department or scope = "company"' },
  },
})
export type Target = Row<typeof target>
