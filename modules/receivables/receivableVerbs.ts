import { Decimal } from 'decimal.js'
import { addDays, choice, date, defineAction, longText, money, refuse, text } from '../../model/index.ts'
import { activity, activityKinds } from '../customers/index.ts'
import { refuseFuture } from '../orders/index.ts'
import { receivable } from './receivable.ts'
import { settleReceivable } from './settleReceivable.ts'

const live = 'state in ("open", "partial", "overdue")'
const closed = { zh: '该应收单已结清', en: 'This receivable is closed' }

/** What will not come, in the open: the reason stays on record. */
export const writeOff = defineAction(receivable, 'write_off', {
  label: { zh: '核销坏账', en: 'Write off' }, when: live, because: closed, style: 'danger', roles: ['finance', 'manager'],
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    const changed = await work.change(receivable, row.id, { written_off: new Decimal(row.written_off ?? 0).plus(row.open_amount ?? 0).toFixed(2), state: 'written_off', note: [row.note, `核销：${reason}`].filter(Boolean).join('\n').slice(0, 2000) })
    await work.emit('receivable.written_off', { object: 'receivable', record: row.id, order: row.order, customer: row.customer, amount: row.open_amount, reason })
    return changed
  },
})

export const amendReceivable = defineAction(receivable, 'amend', {
  label: { zh: '调整', en: 'Amend' }, when: live, because: closed,
  input: { amount: money({ min: 0, label: { zh: '应收金额', en: 'Amount' } }), due_on: date({ label: { zh: '到期日', en: 'Due' } }), reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { amount, due_on, reason }) {
    const taken = new Decimal(row.received ?? 0).plus(row.written_off ?? 0)
    if (amount && taken.gt(amount)) throw refuse('amount_below_received', { zh: `应收金额不能少于已收 ${taken.toFixed(2)}`, en: `${taken.toFixed(2)} has come in already: the amount cannot be less` }, { field: 'amount' })
    // What finance agrees is agreed: goods that came back stay taken off.
    const agreed = amount ? new Decimal(row.agreed_amount ?? row.amount).plus(amount).minus(row.amount).toFixed(2) : null
    await work.change(receivable, row.id, { ...(amount ? { amount, agreed_amount: agreed, amended: true } : {}), ...(due_on ? { due_on } : {}) })
    await work.emit('receivable.amended', { object: 'receivable', record: row.id, amount, due_on, reason })
    return settleReceivable(work, row.id, work.today())
  },
})

/** What was agreed for acceptance falls due when the customer has accepted. */
export const acceptDelivery = defineAction(receivable, 'customer_accepted', {
  label: { zh: '客户已验收', en: 'Customer accepted' }, when: 'trigger = "acceptance" and due_on = null', because: { zh: '只有待验收的应收单需要登记验收', en: 'Only a receivable that waits for acceptance' },
  input: { accepted_on: date({ label: { zh: '验收日期', en: 'Accepted on' } }) },
  async run(work, row, { accepted_on }) {
    const day = accepted_on ?? work.today()
    refuseFuture(day, work.today())
    return work.change(receivable, row.id, { due_on: addDays(day, Number(row.due_days ?? 0)) })
  },
})

/** Each call for money is counted (FIN-09) and is a line in the customer's history. */
export const logCollection = defineAction(receivable, 'log_follow_up', {
  label: { zh: '记录催收', en: 'Log collection' }, when: live, because: closed, style: 'primary',
  input: { content: longText({ required: true, label: { zh: '沟通内容', en: 'Content' } }), kind: choice(activityKinds, { default: 'call', label: { zh: '方式', en: 'Kind' } }) },
  async run(work, row, { content, kind }) {
    const made = await work.create(activity, { kind: kind ?? 'call', subject: `催收：${row.name}`.slice(0, 200), content, at: work.now().toISOString(), customer: row.customer, about_record: row.id, owner: work.actor.id })
    await work.change(receivable, row.id, { follow_ups: String(Number(row.follow_ups ?? 0) + 1), last_follow_up_at: work.now().toISOString() })
    return { activity: made.id }
  },
})
