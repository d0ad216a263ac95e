import { date, defineAction, refuse, text } from '../../model/index.ts'
import { order } from './order.ts'
import { orderLine } from './orderLine.ts'

const reason = text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } })

export const holdOrder = defineAction(order, 'hold', {
  label: { zh: '暂停', en: 'Hold' }, when: 'stage in ("confirmed", "in_production", "ready")', input: { reason },
  async run(work, row, input) {
    const held = await work.change(order, row.id, { stage: 'held', held_from: row.stage, stop_reason: input.reason })
    await work.emit('order.held', { object: 'order', record: row.id, reason: input.reason })
    return held
  },
})

export const resumeOrder = defineAction(order, 'resume', {
  label: { zh: '恢复', en: 'Resume' }, when: 'stage = "held"',
  async run(work, row) {
    const resumed = await work.change(order, row.id, { stage: row.held_from ?? 'confirmed', held_from: null, stop_reason: null })
    await work.emit('order.resumed', { object: 'order', record: row.id })
    return resumed
  },
})

/** The planner's word to the customer, per order or per line (EXP-42). */
export const promiseOrder = defineAction(order, 'promise', {
  label: { zh: '承诺交期', en: 'Promise a date' }, when: 'stage in ("draft", "confirmed", "in_production", "ready", "held")',
  input: { promised_on: date({ required: true, label: { zh: '承诺交期', en: 'Promised date' } }), line: text({ max: 40, label: { zh: '仅此明细', en: 'This line only' } }) },
  async run(work, row, { promised_on, line }) {
    for (const { id } of await work.find(orderLine, { where: line ? 'order = the_order and id = the_line' : 'order = the_order', with: { the_order: row.id, ...(line ? { the_line: line } : {}) } })) await work.change(orderLine, id, { promised_on })
    const promised = line ? row : await work.change(order, row.id, { promised_on })
    await work.emit('order.promised', { object: 'order', record: row.id, promised_on, line: line ?? null })
    if (row.owner) await work.notify([row.owner], { title: { zh: `${row.number} 承诺交期 ${promised_on}`, en: `${row.number} is promised for ${promised_on}` }, object: 'order', record: row.id, key: `promised:${row.id}:${promised_on}` })
    return promised
  },
})

/** Nobody accepts goods on a day that has not come: what falls due by it would fall due later. */
export function refuseFuture(accepted_on: string, today: string): void {
  if (accepted_on > today) throw refuse('accepted_in_future', { zh: `验收日期 ${accepted_on} 不能晚于今天`, en: `Goods cannot have been accepted on ${accepted_on}, which is after today` }, { field: 'accepted_on' })
}

/** The customer has accepted the goods (验收): what was agreed to be paid then falls due. */
export const acceptOrder = defineAction(order, 'accept', {
  label: { zh: '客户验收', en: 'Accepted by the customer' }, when: '(stage in ("shipped", "closed")) and accepted_on = null', because: { zh: '全部发货后才能登记验收，且只登记一次', en: 'Acceptance is noted once, after everything has shipped' },
  input: { accepted_on: date({ label: { zh: '验收日期', en: 'Accepted on' } }), note: text({ max: 300, label: { zh: '说明', en: 'Note' } }) },
  async run(work, row, input) {
    const accepted_on = input.accepted_on ?? work.today()
    refuseFuture(accepted_on, work.today())
    const accepted = await work.change(order, row.id, { accepted_on })
    await work.emit('order.accepted', { object: 'order', record: row.id, order: row.id, customer: row.customer, accepted_on, note: input.note ?? null })
    return accepted
  },
})
