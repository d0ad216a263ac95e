import type { Work } from '../../model/index.ts'
import { orderLine, type OrderLine } from '../orders/index.ts'
import { item, type Item } from './item.ts'

/**
 * The item a line means: the one of its code, or, where it has none, the only one of its name and
 * specification. Two of a name are asked about.
 */
export async function findItem(
  work: Work,
  line: Pick<OrderLine, 'item_code' | 'name' | 'spec'>,
): Promise<Item | null> {
  if (line.item_code) return work.first(item, { where: 'code = wanted', with: { wanted: line.item_code } })
  const named = line.spec === null ? 'name = wanted and spec = null' : 'name = wanted and spec = wanted_spec'
  const found = await work.find(item, {
    where: named,
    with: { wanted: line.name, ...(line.spec === null ? {} : { wanted_spec: line.spec }) },
    limit: 2,
  })
  return found.length === 1 ? found[0]! : null
}

/**
 * A line with the item it means, where there is one; it stays without where nobody has entered such a thing.
 */
export async function withItem(work: Work, line: OrderLine): Promise<OrderLine> {
  const known = line.item ? null : await findItem(work, line)
  return known ? work.change(orderLine, line.id, { item: known.id, item_code: known.code }) : line
}
