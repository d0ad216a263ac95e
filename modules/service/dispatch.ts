import {
  choosePerson,
  defineAction,
  defineDecision,
  defineReaction,
  user,
  type Work,
} from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { equipment, inWarranty } from './equipment.ts'
import { noteHistory } from './history.ts'
import { startResponseClock } from './response.ts'
import { ticket, type Ticket } from './ticket.ts'
import { routedBecause, type Because } from './whyRouted.ts'
import { candidatesFor, everyCandidate } from '../leads/index.ts'
import { working } from './ticketState.ts'

/** Departments whose engineers a ticket is offered to, in order. First rule that fits wins. */
export const ticketDispatch = defineDecision('ticket_dispatch', {
  label: { zh: '服务派工', en: 'Service dispatch' },
  hit_policy: 'F',
  inputs: [
    {
      name: 'product_line',
      label: { zh: '产品线', en: 'Product line' },
      expression: 'product_line',
      type: 'string',
    },
    { name: 'province', label: { zh: '省份', en: 'Province' }, expression: 'province', type: 'string' },
    { name: 'priority', label: { zh: '优先级', en: 'Priority' }, expression: 'priority', type: 'string' },
  ],
  outputs: [
    { name: 'groups', label: { zh: '依次派给部门', en: 'Offered to' }, type: 'list', default: '["服务部"]' },
  ],
  rules: [
    {
      id: 'all',
      when: ['-', '-', '-'],
      then: ['["服务部"]'],
      note: { zh: '全部由服务部承接', en: 'The service department takes all' },
    },
  ],
})

/** Every new ticket: the clock starts, the file is noted, an engineer is found. */
export const receiveTicket = defineReaction('service.receive_ticket', {
  on: ['ticket.created'],
  async run(work, event) {
    const row = await work.get(ticket, event.record!)
    if (row.stage !== 'new') return
    const unit = row.equipment ? await work.get(equipment, row.equipment) : null
    const ready = await work.change(ticket, row.id, {
      title: row.title ?? `${unit ? `${unit.name}：` : ''}${row.description}`.slice(0, 80),
      ...(unit ? { item: unit.item, in_warranty: inWarranty(unit, work.today()) } : {}),
    })
    await startResponseClock(work, ready)
    await noteHistory(work, { ...row, ticket: row.id }, 'reported', `${row.number}：${row.description}`)
    await dispatchByRule(work, ready)
  },
})

export const dispatchTicket = defineAction(ticket, 'dispatch', {
  label: { zh: '派工', en: 'Dispatch' },
  when: 'stage in ("new", "dispatched")',
  because: { zh: '工单已在处理或已结束', en: 'The ticket is being worked on or is over' },
  style: 'primary',
  input: { to: user({ label: { zh: '派给（留空按规则）', en: 'To (by rule when empty)' } }) },
  async run(work, row, { to }) {
    if (to) return giveTicket(work, row, to, [{ code: 'assigned', by: work.actor.name }])
    await dispatchByRule(work, row)
    return work.get(ticket, row.id)
  },
})

async function dispatchByRule(work: Work, row: Ticket): Promise<void> {
  const buyer = await work.get(customer, row.customer)
  const unit = row.equipment ? await work.get(equipment, row.equipment) : null
  const { result, hits } = await work.decide('ticket_dispatch', {
    product_line: unit?.product_line ?? buyer.product_line,
    province: buyer.province,
    priority: row.priority,
  })
  const groups: string[] = result?.groups ?? result ?? []
  const engineer = (await chooseEngineer(work, groups, row.owner))?.person
  if (engineer) {
    const rules =
      hits.length > 0
        ? hits.map(({ label }) => ({
            code: 'by_rule' as const,
            rule: label.zh,
            rule_en: label.en ?? label.zh,
          }))
        : [{ code: 'by_default' as const }]
    return void (await giveTicket(work, row, engineer.id, [
      ...rules,
      { code: 'freest', group: engineer.group, open: engineer.load },
    ]))
  }
  await work.change(ticket, row.id, routedBecause([{ code: 'nobody' }]))
  await work.notify(await work.people({ answers_for: 'house' }), {
    title: { zh: `工单无人可派：${row.title}`, en: `Nobody to send: ${row.title}` },
    object: 'ticket',
    record: row.id,
    key: `ticket-unrouted:${row.id}`,
  })
}

async function giveTicket(work: Work, row: Ticket, engineer: string, because: Because): Promise<Ticket> {
  const why = routedBecause(because)
  const changed = await work.change(ticket, row.id, {
    owner: engineer,
    stage: 'dispatched',
    ...why,
    dispatched_at: work.now().toISOString(),
  })
  await work.closeTasks({ record: row.id, kind: 'service' })
  await work.openTask({
    title: {
      zh: `处理工单 ${row.number}：${row.title ?? ''}`,
      en: `Work on ticket ${row.number}: ${row.title ?? ''}`,
    },
    kind: 'service',
    assignee: engineer,
    object: ticket,
    record: row.id,
    key: 'service',
    ...(row.response_due_at ? { due: new Date(row.response_due_at) } : {}),
  })
  await work.notify([engineer], {
    title: { zh: `新工单：${row.title}，请尽快响应`, en: `New ticket: ${row.title}` },
    object: 'ticket',
    record: row.id,
    key: `ticket-dispatched:${row.id}:${changed.version}`,
  })
  await work.emit('ticket.dispatched', { object: 'ticket', record: row.id, engineer, routing: why.routing })
  return changed
}

/** Engineers of the departments; every engineer, as one group, where the departments have none. */
async function chooseEngineer(work: Work, groups: readonly string[], holder: string | null) {
  const asked = {
    answers_for: 'repairs',
    object: ticket,
    in_hand: working,
    given_at: 'dispatched_at',
  }
  const now = work.now()
  const all = '服务工程师'
  const ofGroups = await candidatesFor(work, { ...asked, groups })
  return ofGroups.length > 0
    ? choosePerson(ofGroups, { groups, holder, now })
    : choosePerson(await everyCandidate(work, asked, all), { groups: [all], holder, now })
}
