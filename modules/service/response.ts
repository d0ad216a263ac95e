import { defineDecision, defineReaction, type Work } from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { ticket, type Ticket } from './ticket.ts'

/** Minutes until an engineer must have answered, by priority and the customer's grade (SVC-05). */
export const ticketSla = defineDecision('ticket_sla', {
  label: { zh: '服务首次响应时限', en: 'Service first response' },
  hit_policy: 'F',
  inputs: [
    { name: 'priority', label: { zh: '优先级', en: 'Priority' }, expression: 'priority', type: 'string' },
    { name: 'grade', label: { zh: '客户等级', en: 'Grade' }, expression: 'grade', type: 'string' },
  ],
  outputs: [
    { name: 'minutes', label: { zh: '分钟', en: 'Minutes' }, type: 'number', default: '120' },
    {
      name: 'round_the_clock',
      label: { zh: '全天计时', en: 'Day and night' },
      type: 'boolean',
      default: 'true',
    },
  ],
  rules: [
    {
      id: 'all',
      when: ['-', '-'],
      then: ['120', 'true'],
      note: { zh: '全部工单；改为 false 则只计工作时间', en: 'All tickets; false counts working time only' },
    },
  ],
})

export async function startResponseClock(work: Work, row: Ticket): Promise<void> {
  if (row.first_response_at) return
  const { minutes, roundTheClock } = await promiseFor(work, row)
  const from = new Date(row.created_at)
  const due = await work.setDeadline({
    name: 'ticket_response',
    object: ticket,
    record: row.id,
    minutes,
    from,
    round_the_clock: roundTheClock,
  })
  await work.change(ticket, row.id, {
    response_due_at: due.toISOString(),
    response_clock: roundTheClock ? 'round_the_clock' : 'working_time',
  })
}

async function promiseFor(work: Work, row: Ticket): Promise<{ minutes: number; roundTheClock: boolean }> {
  const buyer = await work.get(customer, row.customer)
  const { result } = await work.decide('ticket_sla', { priority: row.priority, grade: buyer.grade })
  return {
    minutes: Number(result?.minutes ?? ticketSla.outputs[0]!.default),
    roundTheClock: result?.round_the_clock !== false,
  }
}

/**
 * What changes on a ticket when somebody answers the customer for the first time; nothing later. Minutes
 * count as those that were promised.
 */
export async function firstResponse(
  work: Work,
  row: Ticket,
): Promise<Partial<Pick<Ticket, 'first_response_at' | 'response_minutes'>>> {
  if (row.first_response_at) return {}
  await work.clearDeadline({ name: 'ticket_response', record: row.id })
  const round_the_clock = row.response_clock
    ? row.response_clock === 'round_the_clock'
    : (await promiseFor(work, row)).roundTheClock
  const minutes = work.minutesBetween(new Date(row.created_at), work.now(), { round_the_clock })
  return { first_response_at: work.now().toISOString(), response_minutes: String(minutes) }
}

/**
 * Nobody has answered in time: the ticket is marked, its engineer and the manager are told, the manager has a
 * task.
 */
export const responseLate = defineReaction('service.response_late', {
  on: ['deadline.ticket_response'],
  async run(work, event) {
    const row = await work.get(ticket, event.record!)
    if (row.first_response_at || ['resolved', 'closed'].includes(row.stage ?? '')) return
    await work.change(ticket, row.id, { response_breached: true })
    const managers = await work.people({ answers_for: 'house' })
    await work.notify([...(row.owner ? [row.owner] : []), ...managers], {
      title: { zh: `工单超时未响应：${row.title}`, en: `Nobody has answered in time: ${row.title}` },
      object: 'ticket',
      record: row.id,
      key: `ticket-late:${row.id}`,
    })
    if (managers[0])
      await work.openTask({
        title: {
          zh: `工单超时未响应：${row.number} ${row.title ?? ''}`,
          en: `Ticket without response: ${row.number} ${row.title ?? ''}`,
        },
        kind: 'escalation',
        assignee: managers[0],
        object: ticket,
        record: row.id,
        key: 'ticket_late',
      })
    await work.emit('ticket.response_late', { object: 'ticket', record: row.id, engineer: row.owner })
  },
})
