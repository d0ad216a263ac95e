import { Decimal } from 'decimal.js'
import { defineReaction, moneyText, type AnyRow, type Work } from '../../model/index.ts'
import { findIfKnown } from '../orders/index.ts'
import { addDays } from './days.ts'
import { stopClock } from './dueDates.ts'
import { receivable, triggers, type Receivable } from './receivable.ts'
import { splitAmount } from './splitAmount.ts'

/** How long a customer has when no contract says. */
const usualDays = 30

/** An order makes what its customer owes: one receivable for each instalment of its contract, together the order to the cent (FIN-01, FIN-05). */
export const openReceivables = defineReaction('receivables.open', {
  on: ['order.created', 'order.confirmed', 'order.updated', 'order.cancelled', 'order.restored'],
  async run(work, event) {
    if (event.name === 'order.updated' && !event.payload.changes?.amount && !event.payload.changes?.contract) return
    const order = await work.get('order', event.record!)
    const present = await work.find(receivable, { where: 'order = the_order', with: { the_order: order.id } })
    const owed = present.reduce((sum, row) => sum.plus(row.amount), new Decimal(0))
    const total = new Decimal(order.stage === 'cancelled' ? 0 : ((order.amount as string | null) ?? 0))
    if (owed.eq(total)) return
    if (present.some((row) => new Decimal(row.received ?? 0).gt(0) || row.state === 'written_off')) return tellFinance(work, order, owed, total)
    for (const row of present) {
      await stopClock(work, row.id)
      await work.remove(receivable, row.id)
    }
    if (total.gt(0)) await planInstalments(work, order, total.toFixed(2), present)
  },
})

/** An order that was deleted owes nothing; what money has come in for stays for finance to see. */
export const dropReceivables = defineReaction('receivables.drop', {
  on: ['order.deleted'],
  async run(work, event) {
    for (const row of await work.find(receivable, { where: 'order = the_order and (received = null or received = 0)', with: { the_order: event.record } })) {
      await stopClock(work, row.id)
      await work.remove(receivable, row.id)
    }
  },
})

interface Instalment {
  readonly name: string
  readonly weight: string
  readonly trigger: keyof typeof triggers
  readonly days: number
  readonly due_on: string | null
}

/** What stood before keeps its dates: goods that have shipped do not ship again, and what finance agreed stands. */
async function planInstalments(work: Work, order: AnyRow, total: string, before: readonly Receivable[]): Promise<void> {
  const [contract = null] = order.contract ? await findIfKnown(work, 'contract', { where: 'id = the_contract', with: { the_contract: order.contract } }) : []
  const plan = await instalmentsOf(work, order, contract)
  const amounts = splitAmount(total, plan.map((one) => one.weight))
  for (const [at, one] of plan.entries()) {
    if (new Decimal(amounts[at]!).isZero()) continue
    const same = before.find((row) => row.contract === (order.contract ?? null) && row.instalment === one.name && row.trigger === one.trigger)
    const due_on = same?.due_on ?? one.due_on ?? (one.trigger === 'signing' ? addDays(contract?.signed_on ?? work.today(), one.days) : null)
    await work.create(receivable, {
      name: `${order.number ?? ''} ${one.name}`.trim(), customer: order.customer, order: order.id, contract: order.contract ?? null, instalment: one.name, sequence: String(at + 1),
      trigger: one.trigger, due_days: String(one.days), amount: amounts[at]!, currency: contract?.currency ?? order.currency ?? 'CNY', issued_on: same?.issued_on ?? work.today(), due_on, owner: order.owner,
    })
  }
}

/** The instalments of the contract in their order; without any, the whole amount in thirty days. */
async function instalmentsOf(work: Work, order: AnyRow, contract: AnyRow | null): Promise<Instalment[]> {
  const rows = contract ? await findIfKnown(work, 'instalment', { where: 'contract = the_contract', with: { the_contract: contract.id }, sort: 'created_at' }) : []
  const plan = [...rows].sort((a, b) => Number(a.sequence ?? 0) - Number(b.sequence ?? 0)).map((row): Instalment => ({
    name: row.name ?? triggers[triggerOf(row.trigger)].zh, weight: String(row.amount ?? 0), trigger: triggerOf(row.trigger), days: Number(row.days_after ?? 0), due_on: row.due_on ?? null,
  })).filter((one) => new Decimal(one.weight).gt(0))
  return plan.length > 0 ? plan : [{ name: '全款', weight: '1', trigger: 'date', days: 0, due_on: addDays(work.today(), Number(order.payment_days ?? usualDays)) }]
}

const triggerOf = (name: unknown): keyof typeof triggers => (typeof name === 'string' && Object.hasOwn(triggers, name) ? (name as keyof typeof triggers) : 'date')

/** Money has come in already: what the order is now and what is owed are for a person to bring together. */
async function tellFinance(work: Work, order: AnyRow, owed: Decimal, total: Decimal): Promise<void> {
  const [person] = await work.people({ role: 'finance' })
  const say = (amount: Decimal) => moneyText(amount.toFixed(2), (order.currency as string | null) ?? 'CNY')
  if (person) await work.openTask({ title: { zh: `订单 ${order.number} 金额变为 ${say(total)}，应收合计 ${say(owed)}，请调整应收单`, en: `Order ${order.number} is now ${say(total)}, receivables are ${say(owed)}: adjust them` }, kind: 'receivables_differ', assignee: person, object: 'order', record: order.id, key: 'receivables_differ' })
}
