import type { Work } from '../../model/index.ts'
import { isDivisible, item, wholeNeed } from '../inventory/index.ts'
import { bom, bomLine } from './bom.ts'
import { explodeBom, type Bill, type Need } from './explodeBom.ts'
import type { WorkOrder } from './workOrder.ts'

export async function needsOf(work: Work, row: WorkOrder): Promise<readonly Need[]> {
  const bills = new Map<string, Bill>()
  const names = new Map<string, string>()
  const divisible = new Set<string>()
  const waiting = [row.item]
  while (waiting.length > 0) {
    const id = waiting.pop()!
    if (names.has(id)) continue
    const known = await work.first(item, { where: 'id = the_item', with: { the_item: id } })
    names.set(id, known?.name ?? id)
    if (await isDivisible(work, { item: known })) divisible.add(id)
    const versions = await work.find(bom, {
      where: 'item = the_item and state = "active"',
      with: { the_item: id },
    })
    const latest = [...versions].sort((a, b) => Number(b.revision) - Number(a.revision))[0]
    if (!latest) continue
    const parts = await work.find(bomLine, {
      where: 'bom = the_bom',
      with: { the_bom: latest.id },
      sort: 'created_at',
    })
    bills.set(id, { makes: latest.makes, parts })
    waiting.push(...parts.map((part) => part.component))
  }
  return explodeBom(bills, row.item, row.quantity, {
    nameOf: (id) => names.get(id) ?? id,
    wholeOf: (id, need) => wholeNeed(need, divisible.has(id)),
  })
}
