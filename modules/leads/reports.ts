import { defineReport } from '../../model/index.ts'

export const leadsBySource = defineReport('leads_by_source', {
  label: { zh: '线索来源', en: 'Leads by source' },
  object: 'lead',
  where: 'created_at >= p_from and created_at < p_to',
  parameters: {
    p_from: { type: 'moment', default: 'month_start' },
    p_to: { type: 'moment', default: 'month_end' },
  },
  groups: [{ name: 'source', label: { zh: '来源', en: 'Source' }, expression: 'source' }],
  measures: [{ name: 'leads', label: { zh: '线索数', en: 'Leads' }, of: 'count' }],
  sort: '-leads',
  chart: 'pie',
})
