import { defineTerm } from '../../model/index.ts'

export const workCentreDay = defineTerm('work_centre_day', {
  label: { zh: '工作中心日工时', en: 'Hours of a work centre' },
  help: {
    zh: '估算交期时，每个工作中心每天的可用分钟',
    en: 'Minutes that a work centre works in a day, for the estimate of a date',
  },
  unit: 'minutes',
  value: '480',
  edited_by: ['planner', 'manager'],
  least: '1',
  most: '1440',
})

export const handling = defineTerm('handling', {
  label: { zh: '包装交付天数', en: 'Packing and handing over' },
  help: {
    zh: '估算交期时，备好货到发出的工作日',
    en: 'Working days to pack and hand over what is ready, for the estimate of a date',
  },
  unit: 'days',
  value: '1',
  edited_by: ['planner', 'manager'],
})
