import { Decimal } from 'decimal.js'
import { addMonths, defineReaction, type AnyRow, type Work } from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { findIfKnown } from '../orders/index.ts'
import { equipment } from './equipment.ts'
import { usualWarranty } from './terms.ts'

/** More units than this in one line are parts by the lot, not machines: they share one file. */
const unitsMax = 500

interface Shipped {
  readonly line: string
  readonly item: string | null
  readonly quantity: string | number
}

/**
 * Every unit that leaves the house gets its file, once: a line never has more files than units have shipped
 * of it, however often it is told.
 */
export const registerEquipment = defineReaction('service.register_equipment', {
  on: ['order.shipped'],
  async run(work, event) {
    const order = await work.get('order', event.record ?? (event.payload.order as string))
    for (const shipped of (event.payload.lines ?? []) as readonly Shipped[])
      await registerLine(work, order, shipped)
  },
})

async function registerLine(work: Work, order: AnyRow, shipped: Shipped): Promise<void> {
  const [line] = await findIfKnown(work, 'order_line', {
    where: 'id = the_line',
    with: { the_line: shipped.line },
  })
  const [item] = shipped.item
    ? await findIfKnown(work, 'item', { where: 'id = the_item', with: { the_item: shipped.item } })
    : []
  if (!line || item?.kind === 'material') return
  const present = await work.find(equipment, { where: 'order_line = the_line', with: { the_line: line.id } })
  const known = present.reduce((sum, one) => sum.plus(one.quantity ?? 1), new Decimal(0))
  const ever = Decimal.min(line.shipped ?? known.plus(shipped.quantity), line.quantity ?? shipped.quantity)
  const fresh = ever.minus(known)
  if (fresh.lte(0)) return
  const lots =
    ever.gt(unitsMax) || !fresh.isInteger() ? [fresh.toFixed()] : Array<string>(fresh.toNumber()).fill('1')
  const buyer = await work.get(customer, order.customer)
  const position =
    (
      await work.find('order_line', {
        where: 'order = the_order',
        with: { the_order: order.id },
        sort: 'created_at',
      })
    ).findIndex((one) => one.id === line.id) + 1
  const today = work.today()
  const months = warrantyMonths(work, item)
  for (const [at, quantity] of lots.entries()) {
    await work.create(equipment, {
      name: item?.name ?? line.name ?? `订单 ${order.number}`,
      serial: `${order.number ?? order.id}-${position}-${String(present.length + at + 1).padStart(3, '0')}`,
      item: item?.id ?? null,
      spec: item?.spec ?? line.spec ?? null,
      quantity,
      customer: buyer.id,
      order: order.id,
      order_line: line.id,
      product_line: (await productLineOf(work, order)) ?? buyer.product_line,
      shipped_on: today,
      warranty_from: today,
      warranty_to: addMonths(today, months),
      token: work.token(),
      place: order.ship_to ?? buyer.address,
      owner: null,
    })
  }
}

/** What the item says, else the company's usual warranty. */
const warrantyMonths = (work: Work, item: AnyRow | undefined): number =>
  Number(item?.warranty_months ?? work.term(usualWarranty).value)

async function productLineOf(work: Work, order: AnyRow) {
  const deal = order.opportunity
    ? await work.first('opportunity', { where: 'id = the_deal', with: { the_deal: order.opportunity } })
    : null
  return deal?.product_line ?? null
}

/** A file made by hand is scannable too, and without other word under warranty from its shipment. */
export const completeEquipment = defineReaction('service.complete_equipment', {
  on: ['equipment.created', 'equipment.imported'],
  async run(work, event) {
    const row = await work.get(equipment, event.record!)
    const from = row.warranty_from ?? row.shipped_on
    if (row.token && (row.warranty_to || !from)) return
    const [item] = row.item
      ? await findIfKnown(work, 'item', { where: 'id = the_item', with: { the_item: row.item } })
      : []
    await work.change(equipment, row.id, {
      token: row.token ?? work.token(),
      warranty_from: from,
      warranty_to: row.warranty_to ?? (from ? addMonths(from, warrantyMonths(work, item)) : null),
    })
  },
})
