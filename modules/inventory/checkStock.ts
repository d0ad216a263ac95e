import { defineAction, json, refuse, type Work } from '../../model/index.ts'
import { order, orderLine } from '../orders/index.ts'
import { item, type Item } from './item.ts'
import { splitDemand } from './splitDemand.ts'

interface Asked {
  readonly item?: string
  readonly code?: string
  readonly quantity: string
}

export interface StockAnswer {
  readonly item: string | null
  readonly code: string | null
  readonly name: string | null
  readonly quantity: string
  readonly on_hand: string
  readonly reserved: string
  readonly available: string
  readonly shortage: string
  readonly supply: 'make' | 'buy'
}

/** What lies on stock for lines that are being entered (ORD-05): before the order is saved, `{lines: [{item | code, quantity}]}`, or for a saved one, `{order}`. */
export const checkStock = defineAction(order, 'check_stock', {
  label: { zh: '查询库存', en: 'Check stock' }, collective: true, style: 'hidden',
  input: { lines: json({ required: true, label: { zh: '明细', en: 'Lines' } }) },
  async run(work, _record, { lines }) {
    const answers: StockAnswer[] = []
    for (const asked of readAsked(lines)) answers.push(answerFor(asked, await itemOf(work, asked)))
    return { lines: answers }
  },
})

/** The same for every line of an order as it stands. */
export const checkOrderStock = defineAction(order, 'stock', {
  label: { zh: '库存情况', en: 'Stock' }, style: 'plain', roles: ['sales', 'sales_director', 'planner', 'warehouse', 'purchaser', 'tech_lead'],
  async run(work, row) {
    const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: row.id }, sort: 'created_at' })
    const answers = []
    for (const line of lines) {
      const stock = answerFor({ quantity: line.quantity }, await itemOf(work, { item: line.item ?? undefined, code: line.item_code ?? undefined, quantity: line.quantity }))
      // What has never been made or bought is no item yet and goes by the words of the order.
      answers.push({ line: line.id, held: line.reserved ?? '0', shipped: line.shipped ?? '0', ...stock, code: stock.code ?? line.item_code, name: stock.name ?? line.name })
    }
    return { lines: answers }
  },
})

export function readAsked(lines: unknown): readonly Asked[] {
  const wrong = () => refuse('field_invalid', { zh: '明细应为 [{"item" 或 "code", "quantity"}]', en: 'Lines are given as [{"item" or "code", "quantity"}]' }, { field: 'lines' })
  if (!Array.isArray(lines) || lines.length > 500) throw wrong()
  return lines.map((one: { item?: unknown; code?: unknown; quantity?: unknown } | null) => {
    if (!one || !/^\d{1,12}(\.\d{1,6})?$/.test(String(one.quantity ?? '1'))) throw wrong()
    return { item: typeof one.item === 'string' ? one.item : undefined, code: typeof one.code === 'string' ? one.code : undefined, quantity: String(one.quantity ?? '1') }
  })
}

export async function itemOf(work: Work, { item: id, code }: Asked): Promise<Item | null> {
  if (id) return work.first(item, { where: 'id = wanted', with: { wanted: id } })
  return code ? work.first(item, { where: 'code = wanted', with: { wanted: code } }) : null
}

function answerFor({ quantity }: Asked, found: Item | null): StockAnswer {
  const available = found?.available ?? '0'
  return {
    item: found?.id ?? null, code: found?.code ?? null, name: found?.name ?? null, quantity, on_hand: found?.on_hand ?? '0', reserved: found?.reserved ?? '0', available,
    shortage: splitDemand({ ordered: quantity, available }).shortage, supply: found?.make_or_buy ?? 'make',
  }
}
