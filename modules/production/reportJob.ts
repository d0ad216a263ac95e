import { Decimal } from 'decimal.js'
import { defineAction, number, refuse, text } from '../../model/index.ts'
import { piecesInHand } from './beforeCard.ts'
import { followCards } from './finishCard.ts'
import { jobCard } from './jobCard.ts'
import { workOrder } from './workOrder.ts'

/**
 * Reports pieces and time, as often as needed. Good and scrap together never exceed what is due and the
 * tolerance of the work order.
 */
export const reportJob = defineAction(jobCard, 'report', {
  label: { zh: '报工', en: 'Report' },
  when: 'state = "running"',
  because: { zh: '请先开工再报工', en: 'Start the operation before reporting' },
  style: 'primary',
  input: {
    good: number({ min: 0, default: '0', label: { zh: '合格数', en: 'Good' } }),
    scrap: number({ min: 0, default: '0', label: { zh: '报废数', en: 'Scrap' } }),
    scrap_reason: text({ max: 300, label: { zh: '报废原因', en: 'Scrap reason' } }),
    minutes: number({ min: 0, label: { zh: '工时（分钟）', en: 'Minutes' } }),
  },
  async run(work, row, input) {
    const [good, scrap] = [new Decimal(input.good ?? 0), new Decimal(input.scrap ?? 0)]
    if (good.plus(scrap).isZero())
      throw refuse(
        'nothing_reported',
        { zh: '请填写合格数或报废数', en: 'Give the good or the scrapped pieces' },
        { field: 'good' },
      )
    if (scrap.gt(0) && !input.scrap_reason)
      throw refuse(
        'field_required',
        { zh: '有报废时请填写报废原因', en: 'Say why pieces were scrapped' },
        { field: 'scrap_reason' },
      )
    const whole = await work.get(workOrder, row.work_order)
    // The first operation may already have used the tolerance: it is not given again at each one.
    const limit = Decimal.min(row.quantity, whole.quantity).times(
      new Decimal(whole.over_percent ?? 0).div(100).plus(1),
    )
    const inHand = await piecesInHand(work, row)
    const left = Decimal.min(limit, inHand ?? limit)
      .minus(row.good)
      .minus(row.scrap)
    if (good.plus(scrap).gt(left))
      throw refuse(
        'over_quantity',
        { zh: `最多还可报${left.toFixed()}件`, en: `At most ${left.toFixed()} more can be reported` },
        { field: 'good', status: 409, data: { left: left.toFixed() } },
      )
    await work.change(jobCard, row.id, {
      good: good.plus(row.good).toFixed(),
      scrap: scrap.plus(row.scrap).toFixed(),
      minutes: new Decimal(row.minutes).plus(input.minutes ?? 0).toFixed(),
      worker: row.worker ?? work.actor.id,
      ...(input.scrap_reason ? { scrap_reason: input.scrap_reason } : {}),
    })
    const progress = await followCards(work, whole.id)
    await work.emit('job_card.reported', {
      object: 'job_card',
      record: row.id,
      work_order: whole.id,
      order: whole.order,
      good: good.toFixed(),
      scrap: scrap.toFixed(),
      minutes: input.minutes ?? null,
      progress,
    })
    return work.get(jobCard, row.id)
  },
})
