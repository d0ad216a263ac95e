import { Decimal } from 'decimal.js'
import { type Work } from '../../model/index.ts'
import { accountable, findIfKnown, orderLine, type Order, type OrderLine } from '../orders/index.ts'
import { item } from './item.ts'
import { purchaseRequest } from './purchaseRequest.ts'
import { reserveFor } from './reservation.ts'
import { splitDemand } from './shortage.ts'

/** A line takes what is available and asks for the rest. The items must be locked by who calls. */
export async function allocate(work: Work, sold: Order, line: OrderLine): Promise<void> {
  const stock = await work.get(item, line.item!)
  const { reserve, shortage } = splitDemand({ ordered: line.quantity, available: stock.available ?? '0' })
  if (reserve !== '0') await reserveFor(work, line, reserve, '库存')
  await work.change(orderLine, line.id, {
    allocated_at: work.now().toISOString(),
    short_quantity: shortage,
    supply: shortage !== '0' ? stock.make_or_buy : 'stock',
  })
  await askForShortage(work, { sold, line, shortage, again: false })
}

/**
 * What a line still lacks beside what is kept, made and bought for it: after goods came back, or work for it
 * was called off. Answers what was asked for anew.
 */
export async function replenish(
  work: Work,
  sold: Order,
  line: OrderLine,
): Promise<{ readonly reserved: string; readonly short: string }> {
  const lacking = new Decimal(line.quantity)
    .minus(line.reserved ?? 0)
    .minus(line.shipped ?? 0)
    .minus(await onItsWay(work, line))
  if (lacking.lte(0)) return { reserved: '0', short: '0' }
  const kept = await reserveFor(work, line, lacking.toFixed(), '补货')
  const shortage = lacking.minus(kept).toFixed()
  await askForShortage(work, { sold, line, shortage, again: true })
  return { reserved: kept.toFixed(), short: shortage }
}

async function onItsWay(work: Work, line: OrderLine): Promise<Decimal> {
  const bought = await work.find(purchaseRequest, {
    where: 'order_line = the_line and stage in ("requested", "ordered")',
    with: { the_line: line.id },
  })
  const made = await findIfKnown(work, 'work_order', {
    where: 'order_line = the_line and not(stage in ("closed", "cancelled"))',
    with: { the_line: line.id },
  })
  const pieces = [
    ...bought.map((one) => new Decimal(one.quantity).minus(one.received ?? 0)),
    ...made.map((one) =>
      new Decimal(one.stage === 'done' ? (one.good ?? 0) : one.quantity).minus(one.received ?? 0),
    ),
  ]
  return pieces.reduce((sum, one) => sum.plus(Decimal.max(0, one)), new Decimal(0))
}

interface Shortage {
  readonly sold: Order
  readonly line: OrderLine
  readonly shortage: string
  /** Not the first time for this line: another work order is wanted beside the first. */
  readonly again: boolean
}

async function askForShortage(work: Work, { sold, line, shortage, again }: Shortage): Promise<void> {
  if (new Decimal(shortage).lte(0)) return
  const stock = await work.get(item, line.item!)
  const due = line.promised_on ?? sold.promised_on ?? line.requested_on ?? sold.requested_on
  if (stock.make_or_buy === 'buy') await requestPurchase(work, { sold, line, shortage, due })
  await work.emit('stock.short', {
    object: 'order_line',
    record: line.id,
    order: sold.id,
    item: stock.id,
    quantity: shortage,
    supply: stock.make_or_buy,
    due_on: due,
    again,
  })
}

async function requestPurchase(
  work: Work,
  { sold, line, shortage, due }: { sold: Order; line: OrderLine; shortage: string; due: string | null },
): Promise<void> {
  const buyer = await accountable(work, 'purchasing')
  const made = await work.create(purchaseRequest, {
    item: line.item!,
    quantity: shortage,
    needed_on: due,
    order: sold.id,
    order_line: line.id,
    owner: buyer,
  })
  if (buyer)
    await work.openTask({
      title: { zh: `采购：${line.name} × ${shortage}`, en: `Purchase: ${line.name} × ${shortage}` },
      kind: 'purchase',
      assignee: buyer,
      object: purchaseRequest,
      record: made.id,
      key: 'purchase',
      due: due ? new Date(`${due}T01:00:00Z`) : undefined,
    })
}
