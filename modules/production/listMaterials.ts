import { defineAction, type Work } from '../../model/index.ts'
import { Decimal } from 'decimal.js'
import { isDivisible, item, purchaseRequest, wholeNeed } from '../inventory/index.ts'
import { accountable } from '../orders/index.ts'
import { bom, bomLine } from './bom.ts'
import { explodeBom, type Bill, type Need } from './explodeBom.ts'
import { workOrder, type WorkOrder } from './workOrder.ts'

/** Everything that a work order needs through all levels of its bill, beside what lies on stock. */
export const listMaterials = defineAction(workOrder, 'materials', {
  label: { zh: '用料清单', en: 'Materials' }, roles: ['planner', 'purchaser', 'warehouse', 'worker', 'tech_lead'], style: 'plain',
  async run(work, row) {
    const lines = []
    for (const need of await needsOf(work, row)) {
      const stock = await work.first(item, { where: 'id = the_item', with: { the_item: need.item } })
      const available = stock?.available ?? '0'
      lines.push({ ...need, code: stock?.code ?? null, name: stock?.name ?? null, unit: stock?.unit ?? null, on_hand: stock?.on_hand ?? '0', available, shortage: Decimal.max(0, new Decimal(need.quantity).minus(Decimal.max(0, available))).toFixed() })
    }
    return { lines }
  },
})

/** Asks the purchaser for bought materials that stock lacks, once per material of a work order. */
export const requestMaterials = defineAction(workOrder, 'request_materials', {
  label: { zh: '缺料申购', en: 'Request materials' }, when: 'stage in ("planned", "released", "running")',
  async run(work, row) {
    const buyer = await accountable(work, 'purchaser')
    const made: string[] = []
    for (const need of [...(await needsOf(work, row))].sort((a, b) => (a.item < b.item ? -1 : 1))) {
      const stock = await work.get(item, need.item)
      const shortage = new Decimal(need.quantity).minus(Decimal.max(0, stock.available ?? 0))
      if (stock.make_or_buy !== 'buy' || shortage.lte(0)) continue
      if (await work.first(purchaseRequest, { where: 'work_order = whole_order and item = the_item and stage != "cancelled"', with: { whole_order: row.id, the_item: stock.id } })) continue
      made.push((await work.create(purchaseRequest, { item: stock.id, quantity: wholeNeed(shortage, await isDivisible(work, { item: stock })).toFixed(), needed_on: row.due_on, work_order: row.id, owner: buyer })).id)
    }
    return { purchase_requests: made }
  },
})

async function needsOf(work: Work, row: WorkOrder): Promise<readonly Need[]> {
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
    const versions = await work.find(bom, { where: 'item = the_item and state = "active"', with: { the_item: id } })
    const latest = [...versions].sort((a, b) => Number(b.revision) - Number(a.revision))[0]
    if (!latest) continue
    const parts = await work.find(bomLine, { where: 'bom = the_bom', with: { the_bom: latest.id }, sort: 'created_at' })
    bills.set(id, { makes: latest.makes, parts })
    waiting.push(...parts.map((part) => part.component))
  }
  return explodeBom(bills, row.item, row.quantity, { nameOf: (id) => names.get(id) ?? id, wholeOf: (id, need) => wholeNeed(need, divisible.has(id)) })
}
