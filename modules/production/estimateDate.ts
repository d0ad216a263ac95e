import { Decimal } from 'decimal.js'
import { defineAction, json, type Work } from '../../model/index.ts'
import { itemOf, readAsked, splitDemand, type Item } from '../inventory/index.ts'
import { order } from '../orders/index.ts'
import { operation, routing } from './bom.ts'
import { earliestDate } from './earliestDate.ts'
import { jobCard } from './jobCard.ts'
import { handling, workCentreDay } from './terms.ts'

/**
 * The earliest date for lines that a customer asks about, from stock and from the load of the floor; the last
 * line decides (ORD-11).
 */
export const estimateDate = defineAction(order, 'estimate_date', {
  label: { zh: '估算交期', en: 'Estimate the date' },
  collective: true,
  style: 'hidden',
  roles: ['sales', 'sales_director', 'planner'],
  input: { lines: json({ required: true, label: { zh: '明细', en: 'Lines' } }) },
  async run(work, _record, { lines }) {
    const answers = []
    const times = { day_minutes: work.term(workCentreDay).number, handling_days: work.term(handling).number }
    for (const asked of readAsked(lines)) {
      const found = await itemOf(work, asked)
      const shortage = splitDemand({ ordered: asked.quantity, available: found?.available ?? '0' }).shortage
      const load =
        found && shortage !== '0'
          ? await loadOf(work, found, shortage)
          : { queue_minutes: '0', own_minutes: '0' }
      const supply = found?.make_or_buy ?? 'make'
      answers.push({
        item: found?.id ?? null,
        code: found?.code ?? asked.code ?? null,
        quantity: asked.quantity,
        shortage,
        supply,
        ...load,
        earliest_on: earliestDate({
          ...times,
          today: work.today(),
          shortage,
          supply,
          ...load,
          lead_time_days: found?.lead_time_days ?? null,
        }),
      })
    }
    return {
      earliest_on:
        answers
          .map((one) => one.earliest_on)
          .sort()
          .at(-1) ?? null,
      lines: answers,
    }
  },
})

async function loadOf(
  work: Work,
  made: Item,
  quantity: string,
): Promise<{ queue_minutes: string; own_minutes: string }> {
  const way = await work.first(routing, {
    where: 'item = the_item and active = true',
    with: { the_item: made.id },
    sort: '-created_at',
  })
  const operations = way
    ? await work.find(operation, { where: 'routing = the_routing', with: { the_routing: way.id } })
    : []
  const own = operations.reduce(
    (sum, one) => sum.plus(new Decimal(one.run_minutes ?? 0).times(quantity)).plus(one.setup_minutes ?? 0),
    new Decimal(0),
  )
  const centres = [
    ...new Set(
      operations.map((one) => one.work_centre).filter((centre): centre is string => centre !== null),
    ),
  ]
  const queues: Decimal[] = []
  for (const centre of centres) {
    const cards = await work.find(jobCard, {
      where: 'work_centre = the_centre and state != "done" and work_order.stage != "cancelled"',
      with: { the_centre: centre },
    })
    queues.push(
      cards.reduce(
        (sum, card) => sum.plus(Decimal.max(0, new Decimal(card.planned_minutes).minus(card.minutes))),
        new Decimal(0),
      ),
    )
  }
  return { queue_minutes: Decimal.max(0, ...queues).toFixed(), own_minutes: own.toFixed() }
}
