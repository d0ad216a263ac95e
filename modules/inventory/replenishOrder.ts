import type { Work } from '../../model/index.ts'
import { order, orderLine } from '../orders/index.ts'
import { coverOrder } from './readyWhenCovered.ts'
import { replenish } from './reserveOrAsk.ts'
import { lockItems } from './stockMove.ts'

export async function replenishOrder(work: Work, id: string) {
  const sold = await work.get(order, id)
  const lines = await work.find(orderLine, {
    where: 'order = the_order and item != null',
    with: { the_order: id },
    sort: 'created_at',
  })
  await lockItems(
    work,
    lines.map((line) => line.item),
  )
  const answers = []
  for (const line of lines) answers.push({ line: line.id, ...(await replenish(work, sold, line)) })
  await coverOrder(work, id)
  return answers
}
