import { defineAction } from '../../model/index.ts'
import { item, splitDemand } from '../inventory/index.ts'
import { needsOf } from './needsOf.ts'
import { workOrder } from './workOrder.ts'

/** Everything that a work order needs through all levels of its bill, beside what lies on stock. */
export const listMaterials = defineAction(workOrder, 'materials', {
  label: { zh: '用料清单', en: 'Materials' },
  roles: ['planner', 'purchaser', 'warehouse', 'worker', 'tech_lead'],
  style: 'plain',
  async run(work, row) {
    const lines = []
    for (const need of await needsOf(work, row)) {
      const stock = await work.first(item, { where: 'id = the_item', with: { the_item: need.item } })
      const available = stock?.available ?? '0'
      lines.push({
        ...need,
        code: stock?.code ?? null,
        name: stock?.name ?? null,
        unit: stock?.unit ?? null,
        on_hand: stock?.on_hand ?? '0',
        available,
        shortage: splitDemand({ ordered: need.quantity, available }).shortage,
      })
    }
    return { lines }
  },
})
