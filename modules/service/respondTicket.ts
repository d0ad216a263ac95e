import { defineAction, longText } from '../../model/index.ts'
import { firstResponse } from './response.ts'
import { ticket } from './ticket.ts'
import { working } from './ticketState.ts'

export const respondTicket = defineAction(ticket, 'respond', {
  label: { zh: '已联系客户', en: 'Customer called' },
  when: `first_response_at = null and ${working}`,
  because: { zh: '已响应过，或尚未派工', en: 'Answered already, or not dispatched' },
  input: { note: longText({ max: 1000, label: { zh: '说明', en: 'Note' } }) },
  async run(work, row, { note }) {
    const changed = await work.change(ticket, row.id, await firstResponse(work, row))
    await work.emit('ticket.responded', { object: 'ticket', record: row.id, note })
    return changed
  },
})
