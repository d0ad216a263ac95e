import { defineReaction, type Work } from '../../model/index.ts'
import { accountable, requirementSignOff } from '../orders/index.ts'
import { workOrder, type WorkOrder } from '../production/index.ts'
import { inspection, type Inspection } from './inspection.ts'
import { inspectionCharacteristic, inspectionPlan } from './inspectionPlan.ts'
import { showQuality } from './showQuality.ts'
import { inspectionDue } from './terms.ts'

/**
 * Work that is finished is looked at before it counts: one inspection of the good pieces, in the hands of one
 * inspector.
 */
export const inspectFinished = defineReaction('quality.inspect_finished', {
  on: ['work_order.finished'],
  async run(work, event) {
    if (Number(event.payload.good) === 0) return
    const made = await work.get(workOrder, event.record!)
    if (await work.first(inspection, { where: 'work_order = whole_order', with: { whole_order: made.id } }))
      return
    await openInspection(work, made, event.payload.good, 1)
  },
})

/**
 * Opens an inspection with the characteristics of the item's plan and the customer's special requirements on
 * it (COL-06).
 */
export async function openInspection(
  work: Work,
  made: WorkOrder,
  quantity: string,
  attempt: number,
): Promise<Inspection> {
  const inspector = await accountable(work, 'inspection')
  const list = made.order
    ? await work.first(requirementSignOff, {
        where: 'order = the_order and side = "quality"',
        with: { the_order: made.order },
      })
    : null
  const opened = await work.create(inspection, {
    kind: 'final',
    item: made.item,
    quantity,
    work_order: made.id,
    order: made.order,
    order_line: made.order_line,
    attempt: String(attempt),
    requirements: list?.content ?? made.requirements,
    characteristics: await characteristicsOf(work, made.item),
    owner: inspector,
  })
  if (inspector)
    await work.openTask({
      title: { zh: `检验：${made.number} × ${quantity}`, en: `Inspect: ${made.number} × ${quantity}` },
      kind: 'inspection',
      verb: 'record',
      assignee: inspector,
      object: inspection,
      record: opened.id,
      key: 'inspect',
      due: work.after(inspectionDue),
    })
  if (made.order) await showQuality(work, made.order)
  return opened
}

async function characteristicsOf(work: Work, item: string): Promise<unknown[]> {
  const plan = await work.first(inspectionPlan, {
    where: 'item = the_item and kind = "final" and active = true',
    with: { the_item: item },
    sort: '-created_at',
  })
  if (!plan) return []
  const rows = await work.find(inspectionCharacteristic, {
    where: 'plan = the_plan',
    with: { the_plan: plan.id },
    sort: 'created_at',
  })
  return rows.map(({ name, measured, lower, upper, expected, unit, out_of_limits }) => ({
    name,
    measured,
    lower,
    upper,
    expected,
    unit,
    out_of_limits,
  }))
}
