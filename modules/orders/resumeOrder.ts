import { defineAction } from '../../model/index.ts'
import { order } from './order.ts'

export const resumeOrder = defineAction(order, 'resume', {
  label: { zh: '恢复', en: 'Resume' },
  when: 'stage = "held"',
  async run(work, row) {
    const resumed = await work.change(order, row.id, {
      stage: row.held_from ?? 'confirmed',
      held_from: null,
      stop_reason: null,
    })
    await work.emit('order.resumed', { object: 'order', record: row.id })
    return resumed
  },
})
