import { Decimal } from 'decimal.js'
import { defineAction, number, refuse, text } from '../../model/index.ts'
import { item } from './item.ts'
import { purchaseRequest } from './purchaseRequest.ts'
import { coverOrder } from './readyWhenCovered.ts'
import { reserveFor } from './reservation.ts'
import { moveStock } from './stockMove.ts'
import { isCalledOff } from '../orders/index.ts'

/** What arrives goes on stock and is kept for the order that waits for it. */
export const receivePurchase = defineAction(purchaseRequest, 'receive', {
  label: { zh: '到货入库', en: 'Receive' },
  when: 'stage in ("requested", "ordered")',
  input: {
    quantity: number({ min: 0, label: { zh: '到货数量', en: 'Quantity received' } }),
    note: text({ max: 300, label: { zh: '说明', en: 'Note' } }),
  },
  async run(work, row, { quantity, note }) {
    const open = new Decimal(row.quantity).minus(row.received ?? 0)
    const came = new Decimal(quantity ?? open)
    if (came.lte(0) || came.gt(open))
      throw refuse(
        'quantity_out_of_range',
        {
          zh: `到货数量应大于0且不超过未到数量${open.toFixed()}`,
          en: `Receive more than 0 and at most the ${open.toFixed()} still open`,
        },
        { field: 'quantity', data: { open: open.toFixed() } },
      )
    const sold = row.order ? await work.get('order', row.order) : null
    await work.get(item, row.item)
    await moveStock(work, {
      item: row.item,
      kind: 'receive',
      quantity: came.toFixed(),
      purchase_request: row.id,
      order: row.order,
      note: note ?? null,
    })
    const received = new Decimal(row.received ?? 0).plus(came)
    const done = received.gte(row.quantity)
    if (done) await work.closeTasks({ record: row.id, kind: 'purchase', outcome: 'received' })
    const changed = await work.change(purchaseRequest, row.id, {
      received: received.toFixed(),
      ...(done ? { stage: 'received' } : {}),
    })
    if (sold && row.order_line && !isCalledOff(sold)) {
      await reserveFor(
        work,
        { id: row.order_line, order: sold.id, item: row.item },
        came.toFixed(),
        `采购 ${row.number}`,
      )
      await coverOrder(work, sold.id)
    }
    return changed
  },
})
