import { Decimal } from 'decimal.js'
import { defineAction, refuse } from '../../model/index.ts'
import { item } from './item.ts'
import { aboveZero, note, place, quantity } from './moveInput.ts'
import { moveStock } from './stockMove.ts'

/** What is kept for orders cannot be issued by hand. */
export const issueItem = defineAction(item, 'issue', {
  label: { zh: '出库', en: 'Issue' },
  input: { quantity, warehouse: place, note },
  async run(work, row, input) {
    const wanted = new Decimal(input.quantity)
    if (wanted.lte(0)) throw aboveZero()
    if (wanted.gt(row.available ?? 0))
      throw refuse(
        'not_available',
        {
          zh: `可用量${row.available ?? 0}，其余已为订单预留`,
          en: `${row.available ?? 0} available: the rest is reserved for orders`,
        },
        { field: 'quantity', status: 409, data: { available: row.available } },
      )
    await moveStock(work, {
      item: row.id,
      kind: 'issue',
      quantity: wanted.negated().toFixed(),
      warehouse: input.warehouse ?? null,
      note: input.note ?? null,
    })
    return work.get(item, row.id)
  },
})
