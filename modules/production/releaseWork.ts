import { Decimal } from 'decimal.js'
import { defineAction, type Work } from '../../model/index.ts'
import { item } from '../inventory/index.ts'
import { operation, routing } from './bom.ts'
import { jobCard } from './jobCard.ts'
import { workOrder, type WorkOrder } from './workOrder.ts'

interface Step {
  readonly name: string
  readonly work_centre: string | null
  readonly planned_minutes: string
  readonly overlap: boolean
}

/**
 * Hands a work order to the floor: its operations become job cards with codes to scan. Refused with every
 * missing sign-off named (see the pipeline).
 */
export const releaseWork = defineAction(workOrder, 'release', {
  label: { zh: '下达', en: 'Release' },
  when: 'stage = "planned"',
  because: { zh: '工单已下达', en: 'The work order has been released' },
  style: 'primary',
  async run(work, row) {
    await work.change(workOrder, row.id, { stage: 'released', released_at: work.now().toISOString() })
    const made = await work.get(item, row.item)
    const steps = await stepsOf(work, row)
    for (const [i, step] of steps.entries())
      await work.create(jobCard, {
        title: `${row.number} ${step.name} ${made.name}`.slice(0, 200),
        work_order: row.id,
        item: row.item,
        operation: step.name,
        work_centre: step.work_centre,
        sequence: String((i + 1) * 10),
        code: work.token(),
        quantity: row.quantity,
        planned_minutes: step.planned_minutes,
        overlap: i > 0 && step.overlap,
        owner: row.owner,
      })
    await work.change(workOrder, row.id, { current_operation: `待开工：${steps[0]!.name}` })
    await work.closeTasks({ record: row.id, kind: 'release', outcome: 'released' })
    await work.emit('work_order.released', {
      object: 'work_order',
      record: row.id,
      order: row.order,
      operations: steps.map((step) => step.name),
    })
    return work.get(workOrder, row.id)
  },
})

/**
 * Operations of the item's newest active routing, as they are now; one plain operation where nobody has
 * described any.
 */
async function stepsOf(work: Work, row: WorkOrder): Promise<readonly Step[]> {
  const way = await work.first(routing, {
    where: 'item = the_item and active = true',
    with: { the_item: row.item },
    sort: '-created_at',
  })
  const operations = way
    ? await work.find(operation, { where: 'routing = the_routing', with: { the_routing: way.id } })
    : []
  const steps = [...operations]
    .sort((a, b) => Number(a.sequence) - Number(b.sequence))
    .map((one) => ({
      name: one.name,
      work_centre: one.work_centre,
      overlap: one.overlap === true,
      planned_minutes: new Decimal(one.run_minutes ?? 0)
        .times(row.quantity)
        .plus(one.setup_minutes ?? 0)
        .toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
        .toFixed(),
    }))
  return steps.length > 0
    ? steps
    : [{ name: '生产', work_centre: null, planned_minutes: '0', overlap: false }]
}
