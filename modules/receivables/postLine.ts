import { Decimal } from 'decimal.js'
import { daysBetween, moneyText, refuse, type Work } from '../../model/index.ts'
import { bankLine, type BankLine } from './bank.ts'
import { allocation, payment, type Allocation } from './payment.ts'
import { isClosed, receivable, type Receivable } from './receivable.ts'
import { settleReceivable } from './settleReceivable.ts'

export interface Part {
  readonly receivable: string
  /** Decimal string above nought, to the cent. */
  readonly amount: string
}

/**
 * Posts a bank line to receivables, in one transaction: line, then receivables in the order of their ids, are
 * locked before anything is compared, so two people at once cannot give away the same money. Refuses
 * `line_closed`, `allocation_over_line`, `allocation_over_receivable`.
 */
export async function postLine(
  work: Work,
  id: string,
  parts: readonly Part[],
  by: 'rule' | 'person',
): Promise<BankLine> {
  const line = await work.get(bankLine, id)
  if (line.state === 'matched' || line.state === 'ignored')
    throw refuse(
      'line_closed',
      { zh: '这笔流水已处理过', en: 'This line has been dealt with already' },
      { status: 409 },
    )
  const given = sumOf(parts)
  const free = new Decimal(line.amount).minus(line.allocated ?? 0)
  if (given.gt(free))
    throw refuse(
      'allocation_over_line',
      {
        zh: `核销合计 ${given.toFixed(2)} 超过流水可用金额 ${Decimal.max(free, 0).toFixed(2)}`,
        en: `${given.toFixed(2)} is more than the ${Decimal.max(free, 0).toFixed(2)} left of the line`,
      },
      { field: 'allocations' },
    )
  const rows = await lockReceivables(work, line, parts)
  await writeAllocations(work, line, rows, parts)
  const done = given.eq(free)
  const changed = await work.change(bankLine, line.id, {
    state: done ? 'matched' : 'partial',
    matched_by: by,
    suggestions: done ? null : line.suggestions,
    confirmed_at: work.now().toISOString(),
    confirmed_by: work.actor.id,
    confirmation_days: String(Math.max(0, daysBetween(line.booked_on, work.today()))),
  })
  await work.emit('bank_line.matched', { object: 'bank_line', record: line.id, by, parts })
  for (const row of rows) await settleReceivable(work, row.id, line.booked_on)
  return changed
}

/** Takes a posting back: the line waits again, and what it paid is open again. */
export async function unpostLine(work: Work, id: string, reason: string): Promise<BankLine> {
  const line = await work.get(bankLine, id)
  const given = await work.find(allocation, { where: 'bank_line = the_line', with: { the_line: id } })
  if (given.length === 0)
    throw refuse(
      'line_not_matched',
      { zh: '这笔流水没有核销记录', en: 'Nothing of this line has been posted' },
      { status: 409 },
    )
  for (const id of [...new Set(given.map((one) => one.receivable))].sort())
    await refuseReturned(await work.get(receivable, id), given)
  for (const one of given) await work.remove(allocation, one.id)
  for (const one of await work.find(payment, { where: 'bank_line = the_line', with: { the_line: id } }))
    await work.remove(payment, one.id)
  const changed = await work.change(bankLine, line.id, {
    state: new Decimal(line.amount).lt(0) ? 'questioned' : 'unmatched',
    matched_by: null,
    confirmed_at: null,
    confirmed_by: null,
    confirmation_days: null,
  })
  await work.emit('bank_line.unmatched', { object: 'bank_line', record: line.id, reason })
  for (const row of new Set(given.map((one) => one.receivable))) await settleReceivable(work, row, null)
  return changed
}

/** Money that has gone back since cannot be taken back again. */
function refuseReturned(row: Receivable, given: readonly Allocation[]): void {
  const taken = sumOf(given.filter((one) => one.receivable === row.id))
  if (new Decimal(row.received ?? 0).minus(taken).gte(0)) return
  throw refuse(
    'line_was_returned',
    {
      zh: `“${row.name}”的款项已有退款或转抵，请先撤销退款的认领`,
      en: `Money of "${row.name}" has gone back or been moved since: undo that first`,
    },
    { status: 409 },
  )
}

async function lockReceivables(work: Work, line: BankLine, parts: readonly Part[]): Promise<Receivable[]> {
  const rows: Receivable[] = []
  for (const part of [...parts].sort(byReceivable)) {
    const row = await work.get(receivable, part.receivable)
    const open = new Decimal(row.open_amount ?? 0)
    if (isClosed(row) || new Decimal(part.amount).gt(open))
      throw refuse(
        'allocation_over_receivable',
        {
          zh: `“${row.name}”未收 ${open.toFixed(2)}，不能核销 ${part.amount}`,
          en: `"${row.name}" has ${open.toFixed(2)} open, not ${part.amount}`,
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
    rows.push(row)
  }
  return rows
}

/** One payment for each customer the line pays for. */
async function writeAllocations(
  work: Work,
  line: BankLine,
  rows: readonly Receivable[],
  parts: readonly Part[],
): Promise<void> {
  for (const customer of new Set(rows.map((row) => row.customer))) {
    const own = rows
      .filter((row) => row.customer === customer)
      .map((row) => ({ row, amount: parts.find((part) => part.receivable === row.id)!.amount }))
    const made = await work.create(payment, {
      customer,
      bank_line: line.id,
      received_on: line.booked_on,
      amount: sumOf(own).toFixed(2),
      currency: line.currency,
      payer: line.counterparty,
      owner: own[0]!.row.owner,
    })
    for (const { row, amount } of own) {
      await work.create(allocation, {
        receivable: row.id,
        bank_line: line.id,
        payment: made.id,
        customer,
        amount,
        received_on: line.booked_on,
        owner: row.owner,
      })
      if (row.owner)
        await work.notify([row.owner], {
          title: {
            zh: `已回款 ${moneyText(amount, row.currency)}：${row.name}`,
            en: `Paid in ${moneyText(amount, row.currency)}: ${row.name}`,
          },
          object: 'receivable',
          record: row.id,
          key: `received:${made.id}:${row.id}`,
        })
    }
  }
}

const sumOf = (parts: readonly { readonly amount: string }[]): Decimal =>
  parts.reduce((sum, part) => sum.plus(part.amount), new Decimal(0))
const byReceivable = (a: { readonly receivable: string }, b: { readonly receivable: string }): number =>
  a.receivable < b.receivable ? -1 : 1
