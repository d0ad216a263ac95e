import { choice, defineAction, defineReaction, reference, text, type Work } from '../../model/index.ts'
import { accountable, order, orderLine, type Order, type OrderLine } from '../orders/index.ts'
import { allocate } from './allocate.ts'
import { coverOrder } from './coverOrder.ts'
import { item, kinds, supplies } from './item.ts'
import { lockItems } from './stockMove.ts'

const unknown = 'item = null and not(order.stage in ("closed", "cancelled"))'
const because = { zh: '该明细已有物料，或订单已结束', en: 'The line has its item, or the order is over' }

/** A line whose item nobody knows is asked about, once: what was typed is never made into an item by itself. */
export async function askForItem(work: Work, sold: Order, line: OrderLine): Promise<void> {
  await work.change(orderLine, line.id, { supply: 'unknown' })
  const planner = await accountable(work, 'planner')
  const what = [line.item_code, line.name, line.spec].filter(Boolean).join(' ')
  if (planner) await work.openTask({
    title: { zh: `订单 ${sold.number} 的明细“${what}”没有对应物料：请选择已有物料或新建`, en: `Order ${sold.number}: no item is known for "${what}". Choose one, or make it one` },
    kind: 'unknown_item', verb: 'create_item', assignee: planner, object: orderLine, record: line.id, key: 'unknown_item', data: { order: sold.id },
  })
}

export const linkItem = defineAction(orderLine, 'link_item', {
  label: { zh: '选择物料', en: 'Choose the item' }, when: unknown, because,
  input: { item: reference('item', { required: true, label: { zh: '物料', en: 'Item' } }) },
  run: (work, line, input) => giveItem(work, line, input.item),
})

/** What was ordered has not been made or bought before: it becomes an item because somebody says so. */
export const createItem = defineAction(orderLine, 'create_item', {
  label: { zh: '新建物料', en: 'Make it an item' }, when: unknown, because, style: 'primary',
  input: {
    code: text({ max: 60, label: { zh: '编码（缺省为明细上的编码）', en: 'Code, that of the line unless told' } }),
    kind: choice(kinds, { default: 'finished', label: { zh: '类别', en: 'Kind' } }),
    make_or_buy: choice(supplies, { default: 'make', label: { zh: '来源', en: 'Make or buy' } }),
  },
  async run(work, line, { code, kind, make_or_buy }) {
    const sold = await work.get(order, line.order)
    const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: sold.id }, sort: 'created_at' })
    const made = await work.create(item, {
      code: code ?? line.item_code ?? `${sold.number}-${lines.findIndex((one) => one.id === line.id) + 1}`, name: line.name, spec: line.spec, unit: line.unit ?? '件',
      kind: kind ?? 'finished', make_or_buy: make_or_buy ?? 'make', owner: null,
    })
    return giveItem(work, line, made.id)
  },
})

/** The line has its item; one of a confirmed order takes its stock and asks for the rest now. */
async function giveItem(work: Work, line: OrderLine, id: string): Promise<OrderLine> {
  const sold = await work.get(order, line.order)
  await lockItems(work, [id])
  const known = await work.get(item, id)
  const linked = await work.change(orderLine, line.id, { item: known.id, item_code: known.code, supply: null })
  await work.closeTasks({ record: line.id, kind: 'unknown_item', outcome: 'known' })
  if (sold.stage === 'draft') return linked
  if (linked.allocated_at === null) await allocate(work, sold, linked)
  await coverOrder(work, sold.id)
  return work.get(orderLine, line.id)
}

/** An item that comes to be by any way answers the lines that wait for its code. */
export const linkWaiting = defineReaction('inventory.link_waiting', {
  on: ['item.created', 'item.imported'],
  async run(work, event) {
    const made = await work.first(item, { where: 'id = the_item', with: { the_item: event.record } })
    if (!made) return
    const waiting = await work.find(orderLine, { where: 'item = null and supply = "unknown" and item_code = the_code', with: { the_code: made.code } })
    for (const line of waiting) {
      const sold = await work.get(order, line.order)
      if (!['closed', 'cancelled'].includes(sold.stage ?? '')) await giveItem(work, line, made.id)
    }
  },
})
