import { Decimal } from 'decimal.js'
import { defineAction, number, text } from '../../model/index.ts'
import { item } from './item.ts'
import { place } from './moveInput.ts'
import { moveStock } from './stockMove.ts'

/**
 * After a count the books follow the shelf, even below what is reserved: the difference is a move with its
 * reason.
 */
export const adjustItem = defineAction(item, 'adjust', {
  label: { zh: '盘点', en: 'Count' },
  input: {
    counted: number({ required: true, min: 0, label: { zh: '实盘数量', en: 'Counted' } }),
    warehouse: place,
    reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }),
  },
  async run(work, row, { counted, warehouse, reason }) {
    const difference = new Decimal(counted).minus(row.on_hand ?? 0)
    if (!difference.isZero())
      await moveStock(work, {
        item: row.id,
        kind: 'adjust',
        quantity: difference.toFixed(),
        warehouse: warehouse ?? null,
        note: reason,
      })
    const after = await work.get(item, row.id)
    if (new Decimal(after.available ?? 0).lt(0))
      await work.notify(await work.people({ answers_for: 'planning' }), {
        title: {
          zh: `${row.name} 盘点后少于已预留数量`,
          en: `After the count there is less of ${row.name} than is reserved`,
        },
        object: 'item',
        record: row.id,
      })
    return after
  },
})
