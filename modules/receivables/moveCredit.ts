import { Decimal } from 'decimal.js'
import { defineAction, money, reference, refuse, type Work } from '../../model/index.ts'
import { allocation } from './payment.ts'
import { receivable, type Receivable } from './receivable.ts'
import { settleReceivable } from './settleReceivable.ts'

/**
 * A credit is set against something else that the same customer owes, in the name of the payment it came
 * from.
 */
export const moveCredit = defineAction(receivable, 'move_credit', {
  label: { zh: '转抵', en: 'Set against another' },
  when: 'credit > 0',
  because: { zh: '该应收单没有多收的款', en: 'Nothing too much came in for this receivable' },
  input: {
    to: reference('receivable', { required: true, label: { zh: '抵到应收单', en: 'Receivable' } }),
    amount: money({ label: { zh: '金额（缺省为能抵的全部）', en: 'Amount, all that fits unless told' } }),
  },
  async run(work, row, { to, amount }) {
    const [from, other] = await lockBoth(work, row.id, to)
    const open = new Decimal(other.open_amount ?? 0)
    const moved = new Decimal(amount ?? Decimal.min(from.credit ?? 0, open))
    if (other.customer !== from.customer || other.currency !== from.currency)
      throw refuse(
        'credit_of_another',
        {
          zh: '只能抵同一客户、同一币种的应收单',
          en: 'A credit is set against what the same customer owes in the same currency',
        },
        { field: 'to' },
      )
    if (moved.lte(0) || moved.gt(from.credit ?? 0) || moved.gt(open))
      throw refuse(
        'credit_too_much',
        {
          zh: `可转抵 ${Decimal.min(from.credit ?? 0, open).toFixed(2)}`,
          en: `${Decimal.min(from.credit ?? 0, open).toFixed(2)} can be set against it`,
        },
        { field: 'amount' },
      )
    let left = moved
    for (const one of await work.find(allocation, {
      where: 'receivable = the_row and amount > 0',
      with: { the_row: from.id },
      sort: '-received_on',
    })) {
      const part = Decimal.min(left, one.amount)
      if (part.lte(0)) break
      const shared = {
        bank_line: one.bank_line,
        payment: one.payment,
        customer: one.customer,
        received_on: one.received_on,
      }
      await work.create(allocation, {
        ...shared,
        receivable: from.id,
        amount: part.negated().toFixed(2),
        owner: from.owner,
      })
      await work.create(allocation, {
        ...shared,
        receivable: other.id,
        amount: part.toFixed(2),
        owner: other.owner,
      })
      left = left.minus(part)
    }
    await work.emit('receivable.credit_moved', {
      object: 'receivable',
      record: from.id,
      to: other.id,
      amount: moved.toFixed(2),
    })
    await settleReceivable(work, other.id, work.today())
    return settleReceivable(work, from.id, null)
  },
})

async function lockBoth(work: Work, from: string, to: string): Promise<readonly [Receivable, Receivable]> {
  if (from === to)
    throw refuse(
      'credit_of_another',
      { zh: '请选择另一张应收单', en: 'Choose another receivable' },
      { field: 'to' },
    )
  const rows = new Map<string, Receivable>()
  for (const id of [from, to].sort()) rows.set(id, await work.get(receivable, id))
  return [rows.get(from)!, rows.get(to)!]
}
