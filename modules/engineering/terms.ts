import { defineTerm } from '../../model/index.ts'

export const evaluationDue = defineTerm('evaluation_due', {
  label: { zh: '技术评估时限', en: 'Technical evaluation' },
  help: {
    zh: '收到图纸后，技术负责人给出评估结论的工作日',
    en: 'Working days for a tech lead to say whether a drawing can be made',
  },
  unit: 'days',
  value: '2',
  edited_by: ['tech_lead', 'manager'],
  least: '1',
})
