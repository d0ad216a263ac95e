import { atStage, defineAction, text } from '../../model/index.ts'
import { order } from './order.ts'
import { underway } from './liveOrder.ts'

const reason = text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } })

export const holdOrder = defineAction(order, 'hold', {
  label: { zh: '暂停', en: 'Hold' },
  when: atStage(underway),
  input: { reason },
  async run(work, row, input) {
    const held = await work.change(order, row.id, {
      stage: 'held',
      held_from: row.stage,
      stop_reason: input.reason,
    })
    await work.emit('order.held', { object: 'order', record: row.id, reason: input.reason })
    return held
  },
})
