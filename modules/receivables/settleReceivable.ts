import { Decimal } from 'decimal.js'
import { daysBetween, moneyText, type Work } from '../../model/index.ts'
import { stateOf } from './dueDates.ts'
import { allocation } from './payment.ts'
import { receivable, type Receivable } from './receivable.ts'
import { whoAnswers } from '../leads/index.ts'

/** Brings the state of a receivable in line with its money and tells the house. */
export async function settleReceivable(work: Work, id: string, paidOn: string | null): Promise<Receivable> {
  const row = await work.get(receivable, id)
  const state = stateOf(row, work.today())
  // Lines are not always matched in the order in which they were booked: it is paid by the last of them.
  const paid =
    state === 'paid' || state === 'credit' ? (row.paid_on ?? (await lastPaid(work, id, paidOn))) : null
  const changed = await work.change(receivable, id, {
    state,
    paid_on: paid,
    days_late: paid && row.due_on ? String(Math.max(0, daysBetween(row.due_on, paid))) : null,
    collection_days: paid && row.issued_on ? String(Math.max(0, daysBetween(row.issued_on, paid))) : null,
  })
  const told = {
    object: 'receivable',
    record: id,
    customer: row.customer,
    order: row.order,
    received: changed.received ?? '0.00',
    open: changed.open_amount,
    state,
  }
  await work.emit('receivable.received', told)
  await followCredit(work, changed)
  if (state === 'paid' && row.state !== 'paid')
    await work.emit('receivable.paid', { ...told, amount: row.amount, paid_on: paid })
  return changed
}

async function lastPaid(work: Work, id: string, paidOn: string | null): Promise<string> {
  const given = await work.find(allocation, { where: 'receivable = the_row', with: { the_row: id } })
  return (
    [paidOn, ...given.map((one) => one.received_on)]
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? work.today()
  )
}

/** Money that is owed to the customer is somebody's to give back or to set against what else they owe. */
async function followCredit(work: Work, row: Receivable): Promise<void> {
  if (new Decimal(row.credit ?? 0).lte(0)) return work.closeTasks({ record: row.id, kind: 'customer_credit' })
  const person = await whoAnswers(work, 'receivables')
  const amount = moneyText(row.credit!, row.currency)
  if (person)
    await work.openTask({
      title: {
        zh: `退款或转抵：${row.name}，多收 ${amount}`,
        en: `Refund or set against another receivable: ${row.name}, ${amount} too much`,
      },
      kind: 'customer_credit',
      assignee: person,
      object: receivable,
      record: row.id,
      key: 'customer_credit',
    })
}
