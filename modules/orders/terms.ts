import { defineTerm } from '../../model/index.ts'

export const signOffDue = defineTerm('sign_off_due', {
  label: { zh: '特殊要求签收时限', en: 'Signing for special requirements' },
  help: {
    zh: '生产与质量签收客户特殊要求的时间',
    en: 'Hours within which production and quality sign the list of special requirements',
  },
  unit: 'hours',
  value: '24',
  edited_by: ['planner', 'manager'],
  least: '1',
})
