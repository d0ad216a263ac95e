import { Decimal } from 'decimal.js'
import { date, defineAction, money, refuse, text } from '../../model/index.ts'
import { closed, live } from './liveReceivable.ts'
import { receivable } from './receivable.ts'
import { settleReceivable } from './settleReceivable.ts'

export const amendReceivable = defineAction(receivable, 'amend', {
  label: { zh: '调整', en: 'Amend' },
  when: live,
  because: closed,
  input: {
    amount: money({ min: 0, label: { zh: '应收金额', en: 'Amount' } }),
    due_on: date({ label: { zh: '到期日', en: 'Due' } }),
    reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }),
  },
  async run(work, row, { amount, due_on, reason }) {
    const taken = new Decimal(row.received ?? 0).plus(row.written_off ?? 0)
    if (amount && taken.gt(amount))
      throw refuse(
        'amount_below_received',
        {
          zh: `应收金额不能少于已收 ${taken.toFixed(2)}`,
          en: `${taken.toFixed(2)} has come in already: the amount cannot be less`,
        },
        { field: 'amount' },
      )
    // What finance agrees is agreed: goods that came back stay taken off.
    const agreed = amount
      ? new Decimal(row.agreed_amount ?? row.amount).plus(amount).minus(row.amount).toFixed(2)
      : null
    await work.change(receivable, row.id, {
      ...(amount ? { amount, agreed_amount: agreed, amended: true } : {}),
      ...(due_on ? { due_on } : {}),
    })
    await work.emit('receivable.amended', { object: 'receivable', record: row.id, amount, due_on, reason })
    return settleReceivable(work, row.id, work.today())
  },
})
