import { defineAction, json, refuse } from '../../model/index.ts'
import { order } from '../orders/index.ts'
import { answerFor, itemOf, type Asked, type StockAnswer } from './stockAnswer.ts'

/**
 * What lies on stock for lines that are being entered (ORD-05): before the order is saved, `{lines: [{item |
 * code, quantity}]}`, or for a saved one, `{order}`.
 */
export const checkStock = defineAction(order, 'check_stock', {
  label: { zh: '查询库存', en: 'Check stock' },
  collective: true,
  style: 'hidden',
  input: { lines: json({ required: true, label: { zh: '明细', en: 'Lines' } }) },
  async run(work, _record, { lines }) {
    const answers: StockAnswer[] = []
    for (const asked of readAsked(lines)) answers.push(answerFor(asked, await itemOf(work, asked)))
    return { lines: answers }
  },
})

export function readAsked(lines: unknown): readonly Asked[] {
  const wrong = () =>
    refuse(
      'field_invalid',
      {
        zh: '明细应为 [{"item" 或 "code", "quantity"}]',
        en: 'Lines are given as [{"item" or "code", "quantity"}]',
      },
      { field: 'lines' },
    )
  if (!Array.isArray(lines) || lines.length > 500) throw wrong()
  return lines.map((one: { item?: unknown; code?: unknown; quantity?: unknown } | null) => {
    if (!one || !/^\d{1,12}(\.\d{1,6})?$/.test(String(one.quantity ?? '1'))) throw wrong()
    return {
      item: typeof one.item === 'string' ? one.item : undefined,
      code: typeof one.code === 'string' ? one.code : undefined,
      quantity: String(one.quantity ?? '1'),
    }
  })
}
