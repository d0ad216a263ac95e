import { defineAction, json, refuse, text, type Work } from '../../model/index.ts'
import { Decimal } from 'decimal.js'
import {
  advanceOrder,
  lackingReturned,
  order,
  orderLine,
  underwayOrders,
  type Order,
  type OrderLine,
} from '../orders/index.ts'
import { item } from './item.ts'
import { reserveFor, useReservations } from './reservation.ts'
import { lockItems, moveStock } from './stockMove.ts'

export interface Portion {
  readonly line: OrderLine
  readonly quantity: Decimal
}

/**
 * Goods leave: what is reserved is issued, wholly or the lines and quantities named (partial delivery,
 * EXP-43). Never more than lies reserved; for goods that came back what is on stock is kept first. The last
 * delivery makes the order shipped; each one is an `order.shipped` with its lines.
 */
export const shipOrder = defineAction(order, 'ship', {
  label: { zh: '发货', en: 'Ship' },
  when: underwayOrders(),
  because: {
    zh: '订单未确认、已暂停或已发完，不能发货',
    en: 'The order is not confirmed, is held, or has all been shipped',
  },
  style: 'primary',
  input: {
    lines: json({
      label: { zh: '发货明细（留空为全部已预留）', en: 'Lines to ship (all that is reserved when empty)' },
      help: {
        zh: '[{"line": "明细标识", "quantity": "数量"}]',
        en: '[{"line": "line id", "quantity": "quantity"}]',
      },
    }),
    note: text({ max: 300, label: { zh: '物流信息', en: 'Carrier and number' } }),
  },
  async run(work, row, { lines: wanted, note }) {
    const linesNow = () =>
      work.find(orderLine, { where: 'order = the_order', with: { the_order: row.id }, sort: 'created_at' })
    const before = await linesNow()
    const asked =
      wanted === null || wanted === undefined ? before : readPortions(before, wanted).map(({ line }) => line)
    await lockItems(
      work,
      asked.map((line) => line.item),
    )
    await keepReplacements(work, asked)
    const portions = portionsOf(await linesNow(), wanted)
    for (const portion of portions) await issue(work, row, portion, note ?? null)
    const complete = await nothingLeft(work, row.id)
    if (complete) await finishDelivery(work, row)
    const delivered = portions.map(({ line, quantity }) => ({
      line: line.id,
      item: line.item,
      quantity: quantity.toFixed(),
    }))
    await work.emit('order.shipped', {
      object: 'order',
      record: row.id,
      order: row.id,
      customer: row.customer,
      contract: row.contract,
      lines: delivered,
      complete,
    })
    return { order: row.id, stage: (await work.get(order, row.id)).stage, complete, lines: delivered }
  },
})

/** Goods that came back go out again, or others in their place. */
async function keepReplacements(work: Work, lines: readonly OrderLine[]): Promise<void> {
  for (const line of lines) {
    const lacking = Decimal.min(
      lackingReturned(line),
      new Decimal(line.quantity).minus(line.reserved ?? 0).minus(line.shipped ?? 0),
    )
    if (line.item && lacking.gt(0)) await reserveFor(work, line, lacking.toFixed(), '退货补发')
  }
}

function portionsOf(lines: readonly OrderLine[], wanted: unknown): readonly Portion[] {
  const portions =
    wanted === null || wanted === undefined
      ? lines
          .map((line) => ({ line, quantity: new Decimal(line.reserved ?? 0) }))
          .filter(({ quantity }) => quantity.gt(0))
      : readPortions(lines, wanted)
  if (portions.length === 0)
    throw refuse(
      'nothing_to_ship',
      { zh: '没有已预留的货物可发', en: 'Nothing is reserved that could be shipped' },
      { status: 409 },
    )
  for (const { line, quantity } of portions)
    if (quantity.gt(line.reserved ?? 0))
      throw refuse(
        'more_than_reserved',
        {
          zh: `“${line.name}”已预留${line.reserved ?? 0}，不足${quantity.toFixed()}`,
          en: `Of "${line.name}" ${line.reserved ?? 0} are reserved, not ${quantity.toFixed()}`,
        },
        { field: 'lines', status: 409, data: { line: line.id, reserved: line.reserved } },
      )
  return portions
}

/** Reads `[{line, quantity}]`; the same line named twice counts together. */
export function readPortions(lines: readonly OrderLine[], wanted: unknown): readonly Portion[] {
  if (!Array.isArray(wanted)) throw badLines()
  const sums = new Map<string, Decimal>()
  for (const one of wanted as { line?: unknown; quantity?: unknown }[]) {
    if (
      typeof one !== 'object' ||
      one === null ||
      typeof one.line !== 'string' ||
      !/^\d{1,12}(\.\d{1,6})?$/.test(String(one.quantity))
    )
      throw badLines()
    const quantity = new Decimal(String(one.quantity))
    if (quantity.lte(0)) throw badLines()
    sums.set(one.line, (sums.get(one.line) ?? new Decimal(0)).plus(quantity))
  }
  return [...sums].map(([id, quantity]) => {
    const line = lines.find((candidate) => candidate.id === id)
    if (!line)
      throw refuse(
        'line_unknown',
        { zh: '明细不属于该订单', en: 'The line does not belong to this order' },
        { field: 'lines' },
      )
    return { line, quantity }
  })
}

const badLines = () =>
  refuse(
    'field_invalid',
    {
      zh: '明细应为 [{"line": 标识, "quantity": 大于0的数量}]',
      en: 'Lines are given as [{"line": id, "quantity": above 0}]',
    },
    { field: 'lines' },
  )

async function issue(
  work: Work,
  row: Order,
  { line, quantity }: Portion,
  note: string | null,
): Promise<void> {
  const stock = await work.get(item, line.item!)
  if (quantity.gt(stock.on_hand ?? 0))
    throw refuse(
      'stock_missing',
      {
        zh: `“${stock.name}”账面库存${stock.on_hand ?? 0}，请先盘点`,
        en: `Only ${stock.on_hand ?? 0} of "${stock.name}" on hand: count the stock first`,
      },
      { field: 'lines', status: 409 },
    )
  await useReservations(work, line.id, quantity)
  await moveStock(work, {
    item: stock.id,
    kind: 'issue',
    quantity: quantity.negated().toFixed(),
    order: row.id,
    order_line: line.id,
    note,
  })
}

async function nothingLeft(work: Work, id: string): Promise<boolean> {
  const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: id } })
  return lines.every((line) => new Decimal(line.shipped ?? 0).gte(line.quantity))
}

async function finishDelivery(work: Work, row: Order): Promise<void> {
  await advanceOrder(work, row.id, 'shipped')
  await work.change(order, row.id, { shipped_on: work.today() })
  await work.closeTasks({ record: row.id, kind: 'shipment', outcome: 'shipped' })
  if (row.owner)
    await work.notify([row.owner], {
      title: { zh: `订单 ${row.number} 已全部发货`, en: `Order ${row.number} has shipped` },
      object: 'order',
      record: row.id,
      key: `order-shipped:${row.id}`,
    })
}
