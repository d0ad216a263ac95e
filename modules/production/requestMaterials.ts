import { Decimal } from 'decimal.js'
import { defineAction } from '../../model/index.ts'
import { isDivisible, item, purchaseRequest, splitDemand, wholeNeed } from '../inventory/index.ts'
import { accountable } from '../orders/index.ts'
import { needsOf } from './needsOf.ts'
import { workOrder } from './workOrder.ts'

/** Asks the purchaser for bought materials that stock lacks, once per material of a work order. */
export const requestMaterials = defineAction(workOrder, 'request_materials', {
  label: { zh: '缺料申购', en: 'Request materials' },
  when: 'stage in ("planned", "released", "running")',
  async run(work, row) {
    const buyer = await accountable(work, 'purchasing')
    const made: string[] = []
    for (const need of [...(await needsOf(work, row))].sort((a, b) => (a.item < b.item ? -1 : 1))) {
      const stock = await work.get(item, need.item)
      const shortage = new Decimal(
        splitDemand({ ordered: need.quantity, available: stock.available ?? '0' }).shortage,
      )
      if (stock.make_or_buy !== 'buy' || shortage.lte(0)) continue
      if (
        await work.first(purchaseRequest, {
          where: 'work_order = whole_order and item = the_item and stage != "cancelled"',
          with: { whole_order: row.id, the_item: stock.id },
        })
      )
        continue
      made.push(
        (
          await work.create(purchaseRequest, {
            item: stock.id,
            quantity: wholeNeed(shortage, await isDivisible(work, { item: stock })).toFixed(),
            needed_on: row.due_on,
            work_order: row.id,
            owner: buyer,
          })
        ).id,
      )
    }
    return { purchase_requests: made }
  },
})
