import { defineTerm } from '../../model/index.ts'

export const inspectionDue = defineTerm('inspection_due', {
  label: { zh: '检验时限', en: 'Inspection' },
  help: { zh: '完工后完成检验的时间', en: 'Hours within which a finished lot is to be judged' },
  unit: 'hours',
  value: '8',
  edited_by: ['quality', 'manager'],
  least: '1',
})

export const dispositionDue = defineTerm('disposition_due', {
  label: { zh: '不合格品处置时限', en: 'Disposition' },
  help: { zh: '决定不合格品如何处置的天数', en: 'Days to decide what becomes of failed pieces' },
  unit: 'days',
  value: '2',
  edited_by: ['quality', 'manager'],
  least: '1',
})

export const supervisionDue = defineTerm('supervision_due', {
  label: { zh: '督办时限', en: 'Supervision' },
  help: {
    zh: '升级督办后总经理处理的时间',
    en: 'Hours within which the manager takes up what was escalated',
  },
  unit: 'hours',
  value: '24',
  edited_by: ['manager'],
  least: '1',
})
