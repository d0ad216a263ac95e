import { Decimal } from 'decimal.js'
import { daysBetween, defineAction, json, moneyText, refuse, type Work } from '../../model/index.ts'
import { bankLine, type BankLine } from './bank.ts'
import { endQuestion } from './endQuestion.ts'
import { readParts } from './matchLine.ts'
import { allocation, payment } from './payment.ts'
import type { Part } from './postLine.ts'
import { receivable } from './receivable.ts'
import { settleReceivable } from './settleReceivable.ts'

/**
 * Money went back, as a person confirms: what it had paid is open again, or the customer's credit is
 * refunded.
 */
export const returnMoney = defineAction(bankLine, 'return_money', {
  label: { zh: '确认退款', en: 'Confirm that money went back' },
  style: 'primary',
  when: 'amount < 0 and state in ("questioned", "ignored", "partial")',
  because: { zh: '只有未处理的支出可以登记为退款', en: 'Only money out that has not been dealt with' },
  input: {
    allocations: json({
      label: {
        zh: '退自 [{receivable, amount}]，缺省按建议',
        en: 'Taken from [{receivable, amount}], as suggested unless told',
      },
    }),
  },
  async run(work, row, { allocations }) {
    const parts =
      allocations === null || allocations === undefined ? suggestedParts(row) : readParts(allocations)
    const given = parts.reduce((sum, part) => sum.plus(part.amount), new Decimal(0))
    const free = new Decimal(row.amount).abs().plus(row.allocated ?? 0)
    if (given.gt(free))
      throw refuse(
        'allocation_over_line',
        {
          zh: `退款合计 ${given.toFixed(2)} 超过流水可用金额 ${free.toFixed(2)}`,
          en: `${given.toFixed(2)} is more than the ${free.toFixed(2)} left of the line`,
        },
        { field: 'allocations' },
      )
    for (const part of [...parts].sort((a, b) => (a.receivable < b.receivable ? -1 : 1)))
      await takeOff(work, row, part)
    const changed = await work.change(bankLine, row.id, {
      state: given.eq(free) ? 'matched' : 'partial',
      matched_by: 'person',
      suggestions: null,
      ignored_because: null,
      confirmed_at: work.now().toISOString(),
      confirmed_by: work.actor.id,
      confirmation_days: String(Math.max(0, daysBetween(row.booked_on, work.today()))),
    })
    await endQuestion(work, row)
    await work.emit('bank_line.returned', { object: 'bank_line', record: row.id, parts })
    for (const part of parts) await settleReceivable(work, part.receivable, null)
    return changed
  },
})

function suggestedParts(row: BankLine): Part[] {
  const [first] = (row.suggestions ?? []) as readonly {
    receivables: readonly string[]
    amounts?: readonly string[]
  }[]
  if (!first?.amounts)
    throw refuse(
      'field_required',
      {
        zh: '请写明退自哪几张应收单：[{receivable, amount}]',
        en: 'Say which receivables the money is taken from: [{receivable, amount}]',
      },
      { field: 'allocations' },
    )
  return readParts(first.receivables.map((one, at) => ({ receivable: one, amount: first.amounts![at] })))
}

async function takeOff(work: Work, line: BankLine, part: Part): Promise<void> {
  const row = await work.get(receivable, part.receivable)
  const received = new Decimal(row.received ?? 0)
  if (received.lt(part.amount))
    throw refuse(
      'return_over_received',
      {
        zh: `“${row.name}”已收 ${received.toFixed(2)}，不能退 ${part.amount}`,
        en: `"${row.name}" has received ${received.toFixed(2)}, not ${part.amount}`,
      },
      { field: 'allocations' },
    )
  if (row.currency !== line.currency)
    throw refuse(
      'allocation_currency',
      {
        zh: `流水币种 ${line.currency} 与应收币种 ${row.currency} 不同`,
        en: `The line is in ${line.currency}, the receivable in ${row.currency}`,
      },
      { field: 'allocations' },
    )
  const amount = new Decimal(part.amount).negated().toFixed(2)
  const made = await work.create(payment, {
    customer: row.customer,
    bank_line: line.id,
    received_on: line.booked_on,
    amount,
    currency: line.currency,
    payer: line.counterparty,
    owner: row.owner,
  })
  await work.create(allocation, {
    receivable: row.id,
    bank_line: line.id,
    payment: made.id,
    customer: row.customer,
    amount,
    received_on: line.booked_on,
    owner: row.owner,
  })
  if (row.owner)
    await work.notify([row.owner], {
      title: {
        zh: `已退款 ${moneyText(part.amount, row.currency)}：${row.name}`,
        en: `${moneyText(part.amount, row.currency)} went back: ${row.name}`,
      },
      object: 'receivable',
      record: row.id,
      key: `returned:${made.id}`,
    })
}
