import { defineAction } from '../../model/index.ts'
import { workOrder } from './workOrder.ts'

export const closeWork = defineAction(workOrder, 'close', {
  label: { zh: '关闭工单', en: 'Close' },
  when: 'stage = "done"',
  run: async (work, row) => work.change(workOrder, row.id, { stage: 'closed' }),
})
