import { defineReport } from '../../model/index.ts'

export const passRate = defineReport('inspection_results', {
  label: { zh: '检验结果', en: 'Inspection results' },
  object: 'inspection',
  where: 'inspected_at >= p_from and inspected_at < p_to',
  parameters: {
    p_from: { type: 'moment', default: 'month_start' },
    p_to: { type: 'moment', default: 'month_end' },
  },
  groups: [{ name: 'result', label: { zh: '结果', en: 'Result' }, expression: 'result' }],
  measures: [
    { name: 'lots', label: { zh: '批次', en: 'Lots' }, of: 'count' },
    { name: 'pieces', label: { zh: '件数', en: 'Pieces' }, of: 'sum', expression: 'quantity' },
  ],
  chart: 'pie',
})
