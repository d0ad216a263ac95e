import { Decimal } from 'decimal.js'
import { addDays, defineReaction, moneyText, type Work } from '../../model/index.ts'
import { isClosed, receivable, type Receivable } from './receivable.ts'
import { collectionDue, dueWarning } from './terms.ts'

const dueEvents: Readonly<Record<string, 'shipment' | 'acceptance'>> = {
  'order.shipped': 'shipment',
  'order.accepted': 'acceptance',
}

/** What was agreed for shipment or acceptance falls due when that happens, once. */
export const startDueDates = defineReaction('receivables.start_due_dates', {
  on: ['order.shipped', 'order.accepted'],
  async run(work, event) {
    const order = event.record ?? (event.payload.order as string)
    const rows = await work.find(receivable, {
      where: 'order = the_order and trigger = happened and due_on = null',
      with: { the_order: order, happened: dueEvents[event.name] },
    })
    // Acceptance is often noted days later: its own day counts.
    const day = event.payload.accepted_on ?? work.today()
    for (const row of rows)
      await work.change(receivable, row.id, { due_on: addDays(day, Number(row.due_days ?? 0)) })
  },
})

/**
 * The clock of a receivable follows its due date: a warning before, overdue on the day after, nothing once it
 * is closed.
 */
export const watchDueDate = defineReaction('receivables.watch_due_date', {
  on: ['receivable.created', 'receivable.imported', 'receivable.updated'],
  async run(work, event) {
    const changes = event.payload.changes ?? {}
    if (event.name === 'receivable.updated' && !changes.due_on && !changes.state) return
    const row = await work.first(receivable, { where: 'id = record_id', with: { record_id: event.record } })
    if (!row) return
    if (!row.issued_on) await work.change(receivable, row.id, { issued_on: work.today() })
    if (isClosed(row) || !row.due_on) return stopClock(work, row.id)
    if (row.state === 'overdue' && !changes.due_on) return
    const warning = work.momentOf(addDays(row.due_on, -work.term(dueWarning).number), '09:00')
    if (warning > work.now())
      await work.setDeadline({ name: 'receivable_due_soon', object: receivable, record: row.id, at: warning })
    else await work.clearDeadline({ name: 'receivable_due_soon', record: row.id })
    await work.setDeadline({
      name: 'receivable_overdue',
      object: receivable,
      record: row.id,
      at: work.momentOf(addDays(row.due_on, 1)),
    })
  },
})

export const warnBeforeDue = defineReaction('receivables.warn_before_due', {
  on: ['deadline.receivable_due_soon'],
  async run(work, event) {
    const row = await work.get(receivable, event.record!)
    if (isClosed(row) || !row.due_on) return
    await work.notify(await watchersOf(work, row), {
      title: {
        zh: `应收将于 ${row.due_on} 到期：${row.name}，未收 ${openOf(row)}`,
        en: `Due on ${row.due_on}: ${row.name}, ${openOf(row)} open`,
      },
      object: 'receivable',
      record: row.id,
      key: `due-soon:${row.id}:${row.due_on}`,
    })
  },
})

/** Payment on the due date itself is in time: overdue begins with the day after it. */
export const markOverdue = defineReaction('receivables.mark_overdue', {
  on: ['deadline.receivable_overdue'],
  async run(work, event) {
    const row = await work.get(receivable, event.record!)
    if (isClosed(row) || !row.due_on || row.state === 'overdue') return
    if (work.today() <= row.due_on)
      return void (await work.setDeadline({
        name: 'receivable_overdue',
        object: receivable,
        record: row.id,
        at: work.momentOf(addDays(row.due_on, 1)),
      }))
    await work.change(receivable, row.id, { state: 'overdue' })
    const people = await watchersOf(work, row)
    await work.notify(people, {
      title: {
        zh: `应收逾期：${row.name}，未收 ${openOf(row)}`,
        en: `Overdue: ${row.name}, ${openOf(row)} open`,
      },
      object: 'receivable',
      record: row.id,
      key: `overdue:${row.id}:${row.due_on}`,
    })
    const collector = row.owner ?? people[0]
    if (collector)
      await work.openTask({
        title: {
          zh: `催收：${row.name}，未收 ${openOf(row)}`,
          en: `Collect: ${row.name}, open ${openOf(row)}`,
        },
        kind: 'collect',
        assignee: collector,
        object: receivable,
        record: row.id,
        key: 'collect',
        due: work.after(collectionDue),
      })
    await work.emit('receivable.overdue', {
      object: 'receivable',
      record: row.id,
      customer: row.customer,
      order: row.order,
      due_on: row.due_on,
      open: row.open_amount,
    })
  },
})

/**
 * State by what is open and by the day. Overdue is kept here and begun by its deadline alone, which tells the
 * people and opens the task: money taken back makes it due again.
 */
export function stateOf(
  row: Pick<Receivable, 'state' | 'amount' | 'received' | 'open_amount' | 'due_on' | 'written_off'>,
  today: string,
): Receivable['state'] {
  if (new Decimal(row.received ?? 0).gt(row.amount)) return 'credit'
  if (new Decimal(row.amount).isZero()) return 'cancelled'
  if (new Decimal(row.open_amount ?? 0).lte(0))
    return new Decimal(row.written_off ?? 0).gt(0) ? 'written_off' : 'paid'
  if (row.state === 'overdue' && row.due_on && today > row.due_on) return 'overdue'
  return new Decimal(row.received ?? 0).gt(0) ? 'partial' : 'open'
}

/** Nothing of it is to be warned about or collected any more. */
export async function stopClock(work: Work, id: string): Promise<void> {
  for (const name of ['receivable_due_soon', 'receivable_overdue'])
    await work.clearDeadline({ name, record: id })
  await work.closeTasks({ record: id, kind: 'collect' })
}

const watchersOf = async (work: Work, row: Receivable): Promise<string[]> => [
  ...(row.owner ? [row.owner] : []),
  ...(await work.people({ answers_for: 'receivables' })),
]

const openOf = (row: Receivable): string => moneyText(row.open_amount ?? '0', row.currency)
