import { defineAction } from '../../model/index.ts'
import { order, orderLine } from '../orders/index.ts'
import { answerFor, itemOf } from './stockAnswer.ts'

/** The same for every line of an order as it stands. */
export const checkOrderStock = defineAction(order, 'stock', {
  label: { zh: '库存情况', en: 'Stock' },
  style: 'plain',
  roles: ['sales', 'sales_director', 'planner', 'warehouse', 'purchaser', 'tech_lead'],
  async run(work, row) {
    const lines = await work.find(orderLine, {
      where: 'order = the_order',
      with: { the_order: row.id },
      sort: 'created_at',
    })
    const answers = []
    for (const line of lines) {
      const stock = answerFor(
        { quantity: line.quantity },
        await itemOf(work, {
          item: line.item ?? undefined,
          code: line.item_code ?? undefined,
          quantity: line.quantity,
        }),
      )
      // What has never been made or bought is no item yet and goes by the words of the order.
      answers.push({
        line: line.id,
        held: line.reserved ?? '0',
        shipped: line.shipped ?? '0',
        ...stock,
        code: stock.code ?? line.item_code,
        name: stock.name ?? line.name,
      })
    }
    return { lines: answers }
  },
})
