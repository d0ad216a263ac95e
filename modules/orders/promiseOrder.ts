import { date, defineAction, text } from '../../model/index.ts'
import { order } from './order.ts'
import { orderLine } from './orderLine.ts'

/** The planner's word to the customer, per order or per line (EXP-42). */
export const promiseOrder = defineAction(order, 'promise', {
  label: { zh: '承诺交期', en: 'Promise a date' },
  when: 'stage in ("draft", "confirmed", "in_production", "ready", "held")',
  input: {
    promised_on: date({ required: true, label: { zh: '承诺交期', en: 'Promised date' } }),
    line: text({ max: 40, label: { zh: '仅此明细', en: 'This line only' } }),
  },
  async run(work, row, { promised_on, line }) {
    for (const { id } of await work.find(orderLine, {
      where: line ? 'order = the_order and id = the_line' : 'order = the_order',
      with: { the_order: row.id, ...(line ? { the_line: line } : {}) },
    }))
      await work.change(orderLine, id, { promised_on })
    const promised = line ? row : await work.change(order, row.id, { promised_on })
    await work.emit('order.promised', { object: 'order', record: row.id, promised_on, line: line ?? null })
    if (row.owner)
      await work.notify([row.owner], {
        title: {
          zh: `${row.number} 承诺交期 ${promised_on}`,
          en: `${row.number} is promised for ${promised_on}`,
        },
        object: 'order',
        record: row.id,
        key: `promised:${row.id}:${promised_on}`,
      })
    return promised
  },
})
