import { defineReport } from '../../model/index.ts'

const measures = [
  { name: 'amount', label: { zh: '目标', en: 'Target' }, of: 'sum', expression: 'amount' },
  { name: 'achieved', label: { zh: '已完成', en: 'Won' }, of: 'sum', expression: 'achieved' },
  { name: 'last_year', label: { zh: '去年同期', en: 'Last year' }, of: 'sum', expression: 'last_year' },
] as const
/** First day of the month; a year's target does not count into a month. */
const parameters = { p_month: { type: 'date', default: 'month_start' } } as const
const ofMonth = 'period_start = p_month and string length(period) = 7'

/** Cockpit centre: the company's target of the month beside what was won in it and a year ago (REP-03). */
export const targetOfMonth = defineReport('target_of_month', {
  label: { zh: '本月目标', en: 'Target of the month' },
  object: 'target',
  where: `scope = "company" and ${ofMonth}`,
  parameters,
  groups: [],
  measures,
  chart: 'gauge',
})

export const attainmentByPerson = defineReport('attainment_by_person', {
  label: { zh: '个人完成情况', en: 'Attainment by person' },
  object: 'target',
  where: `scope = "person" and ${ofMonth}`,
  parameters,
  groups: [{ name: 'person', label: { zh: '人员', en: 'Person' }, expression: 'person' }],
  measures,
  sort: '-achieved',
  chart: 'bar',
})
