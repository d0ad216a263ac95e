import { defineAction, text } from '../../model/index.ts'
import { ticket } from './ticket.ts'

export const closeTicket = defineAction(ticket, 'close', {
  label: { zh: '关闭', en: 'Close' },
  when: 'stage in ("new", "resolved")',
  because: { zh: '工单解决后才能关闭', en: 'A ticket closes once it is resolved' },
  input: { reason: text({ max: 300, label: { zh: '说明', en: 'Note' } }) },
  async run(work, row, { reason }) {
    await work.clearDeadline({ name: 'ticket_response', record: row.id })
    await work.closeTasks({ record: row.id })
    await work.emit('ticket.closed', { object: 'ticket', record: row.id, reason })
    return work.change(ticket, row.id, { stage: 'closed' })
  },
})
