import { choice, defineObject, longText, number, percent, text } from '../../model/index.ts'

/**
 * A figure that people are measured by: which report and measure gives it, and what it should be. The figure
 * itself is always the report's.
 */
export const kpi = defineObject('kpi', {
  label: { zh: '考核指标', en: 'KPI' },
  title: 'name',
  fields: {
    name: text({ required: true, max: 120, search: true, label: { zh: '指标', en: 'Name' } }),
    definition: longText({ required: true, max: 2000, label: { zh: '口径', en: 'Definition' } }),
    report: text({ required: true, max: 80, label: { zh: '报表', en: 'Report' } }),
    measure: text({ required: true, max: 80, label: { zh: '度量', en: 'Measure' } }),
    goal: number({ label: { zh: '目标值', en: 'Goal' } }),
    better: choice(
      { higher: { zh: '越高越好', en: 'Higher' }, lower: { zh: '越低越好', en: 'Lower' } },
      { required: true, default: 'higher', label: { zh: '方向', en: 'Better' } },
    ),
    weight: percent({ min: 0, max: 100, label: { zh: '权重（%）', en: 'Weight (%)' } }),
  },
  list: { columns: ['name', 'report', 'measure', 'goal', 'better', 'weight'], sort: '-created_at' },
  form: [['name'], ['definition'], ['report', 'measure'], ['goal', 'better', 'weight']],
  access: {
    manager: { create: true, read: true, update: true, delete: true },
    sales_director: { read: true },
    sales: { read: true },
    finance: { read: true },
    admin: { create: true, read: true, update: true },
  },
})
