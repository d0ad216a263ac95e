import { Decimal } from 'decimal.js'
import { defineAction } from '../../model/index.ts'
import { item } from './item.ts'
import { aboveZero, note, place, quantity } from './moveInput.ts'
import { moveStock } from './stockMove.ts'

export const receiveItem = defineAction(item, 'receive', {
  label: { zh: '入库', en: 'Receive' },
  input: { quantity, warehouse: place, note },
  async run(work, row, input) {
    if (new Decimal(input.quantity).lte(0)) throw aboveZero()
    await moveStock(work, {
      item: row.id,
      kind: 'receive',
      quantity: input.quantity,
      warehouse: input.warehouse ?? null,
      note: input.note ?? null,
    })
    return work.get(item, row.id)
  },
})
