import { defineAction, text } from '../../model/index.ts'
import { workOrder } from './workOrder.ts'

export const cancelWork = defineAction(workOrder, 'cancel', {
  label: { zh: '取消工单', en: 'Cancel' },
  when: 'stage in ("planned", "released", "running")',
  style: 'danger',
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    await work.closeTasks({ record: row.id })
    await work.emit('work_order.cancelled', {
      object: 'work_order',
      record: row.id,
      order: row.order,
      reason,
    })
    return work.change(workOrder, row.id, { stage: 'cancelled' })
  },
})
