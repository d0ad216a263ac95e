import type { Work } from '../../model/index.ts'
import { orderLine, type Order, type OrderLine } from '../orders/index.ts'
import { item, type Item } from './item.ts'

/** The item a line means: by its code, or by name and specification where it has none. */
export async function findItem(work: Work, line: Pick<OrderLine, 'item_code' | 'name' | 'spec'>): Promise<Item | null> {
  if (line.item_code) return work.first(item, { where: 'code = wanted', with: { wanted: line.item_code } })
  return work.first(item, { where: line.spec === null ? 'name = wanted and spec = null' : 'name = wanted and spec = wanted_spec', with: { wanted: line.name, ...(line.spec === null ? {} : { wanted_spec: line.spec }) } })
}

/** An item nobody has entered yet becomes one on the way, to be made by us, so that an order never waits for master data. */
export async function linkItem(work: Work, line: OrderLine, sold: Order, position: number): Promise<OrderLine> {
  if (line.item) return line
  const known = (await findItem(work, line)) ?? (await createItem(work, line, `${sold.number}-${position}`))
  return work.change(orderLine, line.id, { item: known.id, item_code: known.code })
}

async function createItem(work: Work, line: OrderLine, code: string): Promise<Item> {
  try {
    return await work.create(item, { code: line.item_code ?? code, name: line.name, spec: line.spec, unit: line.unit ?? '件', kind: 'finished', make_or_buy: 'make', owner: null })
  } catch (error) {
    // Two orders may bring the same new code in the same moment: as a bug, not a refusal, the reaction is tried again and finds it.
    if ((error as { code?: string }).code === 'not_unique') throw new Error(`Item ${line.item_code ?? code} appeared meanwhile`, { cause: error })
    throw error
  }
}
