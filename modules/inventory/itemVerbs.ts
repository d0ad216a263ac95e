import { defineAction, number, reference, refuse, text } from '../../model/index.ts'
import { Decimal } from 'decimal.js'
import { item } from './item.ts'
import { moveStock } from './stockMove.ts'

const note = text({ max: 300, label: { zh: '说明', en: 'Note' } })
const quantity = number({ required: true, min: 0, label: { zh: '数量', en: 'Quantity' } })
const place = reference('warehouse', { label: { zh: '仓库', en: 'Warehouse' } })
const aboveZero = () => refuse('field_invalid', { zh: '数量应大于0', en: 'The quantity must be above 0' }, { field: 'quantity' })

export const receiveItem = defineAction(item, 'receive', {
  label: { zh: '入库', en: 'Receive' }, input: { quantity, warehouse: place, note },
  async run(work, row, input) {
    if (new Decimal(input.quantity).lte(0)) throw aboveZero()
    await moveStock(work, { item: row.id, kind: 'receive', quantity: input.quantity, warehouse: input.warehouse ?? null, note: input.note ?? null })
    return work.get(item, row.id)
  },
})

/** What is kept for orders cannot be issued by hand. */
export const issueItem = defineAction(item, 'issue', {
  label: { zh: '出库', en: 'Issue' }, input: { quantity, warehouse: place, note },
  async run(work, row, input) {
    const wanted = new Decimal(input.quantity)
    if (wanted.lte(0)) throw aboveZero()
    if (wanted.gt(row.available ?? 0)) throw refuse('not_available', { zh: `可用量${row.available ?? 0}，其余已为订单预留`, en: `${row.available ?? 0} available: the rest is reserved for orders` }, { field: 'quantity', status: 409, data: { available: row.available } })
    await moveStock(work, { item: row.id, kind: 'issue', quantity: wanted.negated().toFixed(), warehouse: input.warehouse ?? null, note: input.note ?? null })
    return work.get(item, row.id)
  },
})

/** After a count the books follow the shelf, even below what is reserved: the difference is a move with its reason. */
export const adjustItem = defineAction(item, 'adjust', {
  label: { zh: '盘点', en: 'Count' },
  input: { counted: number({ required: true, min: 0, label: { zh: '实盘数量', en: 'Counted' } }), warehouse: place, reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { counted, warehouse, reason }) {
    const difference = new Decimal(counted).minus(row.on_hand ?? 0)
    if (!difference.isZero()) await moveStock(work, { item: row.id, kind: 'adjust', quantity: difference.toFixed(), warehouse: warehouse ?? null, note: reason })
    const after = await work.get(item, row.id)
    if (new Decimal(after.available ?? 0).lt(0)) await work.notify(await work.people({ role: 'planner' }), { title: { zh: `${row.name} 盘点后少于已预留数量`, en: `After the count there is less of ${row.name} than is reserved` }, object: 'item', record: row.id })
    return after
  },
})
