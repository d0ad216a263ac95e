import { Decimal } from 'decimal.js'
import {
  addDays,
  amountPlaces,
  defineReaction,
  moneyText,
  type AnyRow,
  type Work,
} from '../../model/index.ts'
import { findIfKnown, isCalledOff, isDraft, owedAmount, type DeliveredLine } from '../orders/index.ts'
import { stopClock } from './dueDates.ts'
import { receivable, triggers, type Receivable } from './receivable.ts'
import { settleReceivable } from './settleReceivable.ts'
import { shareOwed } from './shareOwed.ts'
import { splitAmount } from './splitAmount.ts'
import { usualPayment } from './terms.ts'
import { whoAnswers } from '../leads/index.ts'

/**
 * A confirmed order makes what its customer owes: one receivable for each instalment of its contract,
 * together what is owed of the order to the cent (FIN-01, FIN-05). They follow what happens to it: goods that
 * come back, go out again or never go out, the order called off or ended with its contract
 * (`orders/owedAmount.ts`). A draft owes nothing.
 */
export const openReceivables = defineReaction('receivables.open', {
  on: [
    'order.created',
    'order.confirmed',
    'order.updated',
    'order.cancelled',
    'order.restored',
    'order.returned',
    'order.shipped',
    'order.closed',
  ],
  async run(work, event) {
    if (event.name === 'order.updated' && !event.payload.changes?.amount && !event.payload.changes?.contract)
      return
    const order = await work.get('order', event.record!)
    const present = await receivablesOf(work, order.id)
    const amount = new Decimal((order.amount as string | null) ?? 0)
    const owed = new Decimal(await owedOf(work, order, amount))
    if (present.length === 0) return owed.gt(0) ? planInstalments(work, order, amount, []) : undefined
    const agreed = sumOf(present.map((row) => row.agreed_amount ?? row.amount))
    if (owed.isZero() && isVoid(order) && !present.some(isTouched)) return removeAll(work, present)
    // Deliveries change what is owed of the agreed amounts, never the amounts: those follow the order's own
    // amount and contract.
    if (!deliveries.has(event.name) && !agreed.eq(amount) && !isVoid(order)) {
      if (!present.some(isTouched)) return planInstalments(work, order, amount, present)
      await tellFinance(work, order, agreed, amount)
    }
    await shareOut(work, present, await owedOf(work, order, agreed), placesOf(order))
  },
})

const deliveries: ReadonlySet<string> = new Set(['order.shipped', 'order.returned', 'order.closed'])

/**
 * Locked in the order of their ids, as postings do, so that no money comes in between reading and changing
 * them.
 */
async function receivablesOf(work: Work, order: string): Promise<Receivable[]> {
  const rows: Receivable[] = []
  const ids = (await work.find(receivable, { where: 'order = the_order', with: { the_order: order } })).map(
    (row) => row.id,
  )
  for (const id of ids.sort()) rows.push(await work.get(receivable, id))
  return rows.sort((a, b) => Number(a.sequence ?? 0) - Number(b.sequence ?? 0))
}

const isVoid = (order: AnyRow): boolean => isDraft(order) || isCalledOff(order)

/** Money or a decision of finance is in it: then it is changed in the open, and never taken away. */
const isTouched = (row: Receivable): boolean =>
  row.amended === true ||
  new Decimal(row.received ?? 0).gt(0) ||
  row.state === 'written_off' ||
  row.state === 'credit'

/** What is owed of an order now, of an amount that was agreed for it. */
export async function owedOf(work: Work, order: AnyRow, amount: Decimal): Promise<string> {
  const lines = await findIfKnown(work, 'order_line', {
    where: 'order = the_order',
    with: { the_order: order.id },
  })
  return owedAmount(
    amount.toFixed(2),
    order.stage ?? null,
    lines as unknown as readonly DeliveredLine[],
    placesOf(order),
  )
}

/** Digits after the point of what is owed: those of the order's currency. */
const placesOf = ({ currency }: AnyRow): number => amountPlaces((currency as string | null) ?? '')

/** Brings the receivables of an order to what is owed of it now; what was paid too much becomes a credit. */
async function shareOut(work: Work, rows: readonly Receivable[], total: string, places = 2): Promise<void> {
  const amounts = shareOwed(
    total,
    rows.map((row) => ({
      agreed: row.agreed_amount ?? row.amount,
      received: row.received ?? '0',
      written_off: row.written_off ?? '0',
    })),
    places,
  )
  for (const [at, row] of rows.entries()) {
    const amount = amounts[at]!
    if (new Decimal(row.amount).eq(amount)) continue
    const written_off = Decimal.max(
      0,
      Decimal.min(row.written_off ?? 0, new Decimal(amount).minus(row.received ?? 0)),
    ).toFixed(2)
    await work.change(receivable, row.id, {
      amount,
      written_off,
      agreed_amount: row.agreed_amount ?? row.amount,
    })
    await work.emit('receivable.adjusted', {
      object: 'receivable',
      record: row.id,
      order: row.order,
      from: row.amount,
      to: amount,
    })
    await settleReceivable(work, row.id, null)
  }
}

async function removeAll(work: Work, rows: readonly Receivable[]): Promise<void> {
  for (const row of rows) {
    await stopClock(work, row.id)
    await work.remove(receivable, row.id)
  }
}

const sumOf = (amounts: readonly string[]): Decimal =>
  amounts.reduce((sum, one) => sum.plus(one), new Decimal(0))

/** An order that was deleted owes nothing; money that has come in for it is the customer's. */
export const dropReceivables = defineReaction('receivables.drop', {
  on: ['order.deleted'],
  async run(work, event) {
    const rows = await receivablesOf(work, event.record!)
    await removeAll(
      work,
      rows.filter((row) => !isTouched(row)),
    )
    await shareOut(work, rows.filter(isTouched), '0.00')
  },
})

interface Instalment {
  readonly name: string
  readonly weight: string
  readonly trigger: keyof typeof triggers
  readonly days: number
  readonly due_on: string | null
}

/**
 * Plans the instalments of an order's amount, and then what is owed of them. What stands already is changed:
 * goods that have shipped do not ship again, and what finance agreed stands.
 */
async function planInstalments(
  work: Work,
  order: AnyRow,
  amount: Decimal,
  before: readonly Receivable[],
): Promise<void> {
  const [contract = null] = order.contract
    ? await findIfKnown(work, 'contract', {
        where: 'id = the_contract',
        with: { the_contract: order.contract },
      })
    : []
  const plan = await instalmentsOf(work, order, contract)
  const amounts = splitAmount(
    amount.toFixed(2),
    plan.map((one) => one.weight),
    placesOf(order),
  )
  const kept: string[] = []
  for (const [at, one] of plan.entries()) {
    if (new Decimal(amounts[at]!).isZero()) continue
    const same = before.find(
      (row) =>
        !kept.includes(row.id) &&
        row.contract === (order.contract ?? null) &&
        row.instalment === one.name &&
        row.trigger === one.trigger,
    )
    const due_on =
      same?.due_on ??
      one.due_on ??
      (one.trigger === 'signing' ? addDays(contract?.signed_on ?? work.today(), one.days) : null)
    if (same)
      await work.change(receivable, same.id, {
        amount: amounts[at]!,
        agreed_amount: amounts[at]!,
        due_on,
        sequence: String(at + 1),
      })
    kept.push(
      same?.id ??
        (
          await work.create(receivable, {
            name: `${order.number ?? ''} ${one.name}`.trim(),
            customer: order.customer,
            order: order.id,
            contract: order.contract ?? null,
            instalment: one.name,
            sequence: String(at + 1),
            trigger: one.trigger,
            due_days: String(one.days),
            amount: amounts[at]!,
            agreed_amount: amounts[at]!,
            currency: contract?.currency ?? order.currency ?? 'CNY',
            issued_on: work.today(),
            due_on,
            owner: order.owner,
          })
        ).id,
    )
  }
  await removeAll(
    work,
    before.filter((row) => !kept.includes(row.id)),
  )
  await shareOut(
    work,
    (await receivablesOf(work, order.id)).filter((row) => kept.includes(row.id)),
    await owedOf(work, order, amount),
    placesOf(order),
  )
}

/**
 * The instalments of the contract in their order; without any, the whole amount within the usual time to pay.
 */
async function instalmentsOf(work: Work, order: AnyRow, contract: AnyRow | null): Promise<Instalment[]> {
  const rows = contract
    ? await findIfKnown(work, 'instalment', {
        where: 'contract = the_contract',
        with: { the_contract: contract.id },
        sort: 'created_at',
      })
    : []
  const plan = [...rows]
    .sort((a, b) => Number(a.sequence ?? 0) - Number(b.sequence ?? 0))
    .map((row): Instalment => ({
      name: row.name ?? triggers[triggerOf(row.trigger)].zh,
      weight: String(row.amount ?? 0),
      trigger: triggerOf(row.trigger),
      days: Number(row.days_after ?? 0),
      due_on: row.due_on ?? null,
    }))
    .filter((one) => new Decimal(one.weight).gt(0))
  return plan.length > 0
    ? plan
    : [
        {
          name: '全款',
          weight: '1',
          trigger: 'date',
          days: 0,
          due_on: addDays(work.today(), Number(order.payment_days ?? work.term(usualPayment).value)),
        },
      ]
}

const triggerOf = (name: unknown): keyof typeof triggers =>
  typeof name === 'string' && Object.hasOwn(triggers, name) ? (name as keyof typeof triggers) : 'date'

/**
 * Money has come in already, or finance agreed to an amount of its own: what the order is now and what is
 * owed are for a person to bring together.
 */
async function tellFinance(work: Work, order: AnyRow, owed: Decimal, total: Decimal): Promise<void> {
  const person = await whoAnswers(work, 'receivables')
  const say = (amount: Decimal) => moneyText(amount.toFixed(2), (order.currency as string | null) ?? 'CNY')
  if (person)
    await work.openTask({
      title: {
        zh: `订单 ${order.number} 金额变为 ${say(total)}，应收合计 ${say(owed)}，请调整应收单`,
        en: `Order ${order.number} is now ${say(total)}, receivables are ${say(owed)}: adjust them`,
      },
      kind: 'receivables_differ',
      assignee: person,
      object: 'order',
      record: order.id,
      key: 'receivables_differ',
    })
}
