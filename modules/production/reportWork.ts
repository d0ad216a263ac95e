import { defineAction, number, refuse, text, type Work } from '../../model/index.ts'
import { Decimal } from 'decimal.js'
import { openBefore, piecesInHand, refuseBlocked } from './beforeCard.ts'
import { jobCard, type JobCard } from './jobCard.ts'
import { finishCard, followCards } from './finishCard.ts'
import { workOrder } from './workOrder.ts'

/** Starts, or goes on with, an operation. Looking at a card never starts anything; an operation whose predecessor is not done cannot start. */
export const startJob = defineAction(jobCard, 'start', {
  label: { zh: '开工', en: 'Start' }, when: 'state in ("waiting", "paused")', because: { zh: '该工序已开工或已完成', en: 'This operation is running or done' }, style: 'primary',
  async run(work, row) {
    const whole = await work.get(workOrder, row.work_order)
    if (!['released', 'running'].includes(whole.stage ?? '')) throw refuse('work_order_stopped', { zh: '工单未下达或已停止', en: 'The work order is not released, or has been stopped' }, { status: 409 })
    await refuseBlocked(work, row)
    const started = await work.change(jobCard, row.id, { state: 'running', started_at: work.now().toISOString(), worker: work.actor.id })
    if (whole.stage === 'released') await work.change(workOrder, whole.id, { stage: 'running' })
    await followCards(work, whole.id)
    await work.emit('job_card.started', { object: 'job_card', record: row.id, work_order: whole.id, order: whole.order })
    return started
  },
})

export const pauseJob = defineAction(jobCard, 'pause', {
  label: { zh: '暂停', en: 'Pause' }, when: 'state = "running"',
  input: { reason: text({ max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    const paused = await work.change(jobCard, row.id, { state: 'paused', started_at: null, elapsed_minutes: elapsed(work, row) })
    await work.emit('job_card.paused', { object: 'job_card', record: row.id, work_order: row.work_order, reason: reason ?? null })
    return paused
  },
})

/** Reports pieces and time, as often as needed. Good and scrap together never exceed what is due and the tolerance of the work order. */
export const reportJob = defineAction(jobCard, 'report', {
  label: { zh: '报工', en: 'Report' }, when: 'state = "running"', because: { zh: '请先开工再报工', en: 'Start the operation before reporting' }, style: 'primary',
  input: {
    good: number({ min: 0, default: '0', label: { zh: '合格数', en: 'Good' } }),
    scrap: number({ min: 0, default: '0', label: { zh: '报废数', en: 'Scrap' } }),
    scrap_reason: text({ max: 300, label: { zh: '报废原因', en: 'Scrap reason' } }),
    minutes: number({ min: 0, label: { zh: '工时（分钟）', en: 'Minutes' } }),
  },
  async run(work, row, input) {
    const [good, scrap] = [new Decimal(input.good ?? 0), new Decimal(input.scrap ?? 0)]
    if (good.plus(scrap).isZero()) throw refuse('nothing_reported', { zh: '请填写合格数或报废数', en: 'Give the good or the scrapped pieces' }, { field: 'good' })
    if (scrap.gt(0) && !input.scrap_reason) throw refuse('field_required', { zh: '有报废时请填写报废原因', en: 'Say why pieces were scrapped' }, { field: 'scrap_reason' })
    const whole = await work.get(workOrder, row.work_order)
    // The first operation may already have used the tolerance: it is not given again at each one.
    const limit = Decimal.min(row.quantity, whole.quantity).times(new Decimal(whole.over_percent ?? 0).div(100).plus(1))
    const inHand = await piecesInHand(work, row)
    const left = Decimal.min(limit, inHand ?? limit).minus(row.good).minus(row.scrap)
    if (good.plus(scrap).gt(left)) throw refuse('over_quantity', { zh: `最多还可报${left.toFixed()}件`, en: `At most ${left.toFixed()} more can be reported` }, { field: 'good', status: 409, data: { left: left.toFixed() } })
    await work.change(jobCard, row.id, {
      good: good.plus(row.good).toFixed(), scrap: scrap.plus(row.scrap).toFixed(), minutes: new Decimal(row.minutes).plus(input.minutes ?? 0).toFixed(), worker: row.worker ?? work.actor.id,
      ...(input.scrap_reason ? { scrap_reason: input.scrap_reason } : {}),
    })
    const progress = await followCards(work, whole.id)
    await work.emit('job_card.reported', { object: 'job_card', record: row.id, work_order: whole.id, order: whole.order, good: good.toFixed(), scrap: scrap.toFixed(), minutes: input.minutes ?? null, progress })
    return work.get(jobCard, row.id)
  },
})

/** Ends an operation. Pieces that were neither made nor scrapped need a reason (closed short); the next operation then gets only the good ones. */
export const finishJob = defineAction(jobCard, 'finish', {
  label: { zh: '完工', en: 'Finish' }, when: 'state in ("running", "paused")', because: { zh: '请先开工', en: 'Start the operation first' },
  input: { short_reason: text({ max: 300, label: { zh: '未做完的原因', en: 'Why not all were made' } }) },
  async run(work, row, { short_reason }) {
    const before = await openBefore(work, row)
    if (before.length > 0) throw refuse('operation_blocked', { zh: `前道工序未完成，本道还会有件：${before.map((one) => one.operation).join('、')}`, en: `More pieces may come from ${before.map((one) => one.operation).join(', ')}` }, { status: 409 })
    const missing = new Decimal(row.quantity).minus(row.good).minus(row.scrap)
    if (missing.gt(0) && !short_reason) throw refuse('pieces_missing', { zh: `还有${missing.toFixed()}件未报；如确定不做，请填写原因`, en: `${missing.toFixed()} pieces are not reported: give a reason if they will not be made` }, { field: 'short_reason', status: 409, data: { missing: missing.toFixed() } })
    await work.change(jobCard, row.id, { state: 'done', finished_at: work.now().toISOString(), started_at: null, elapsed_minutes: elapsed(work, row), short_reason: short_reason ?? null })
    await finishCard(work, row)
    return work.get(jobCard, row.id)
  },
})

/** Minutes on the clock so far, to a tenth. */
function elapsed(work: Work, row: JobCard): string {
  const running = row.started_at ? (work.now().getTime() - Date.parse(row.started_at)) / 60_000 : 0
  return new Decimal(row.elapsed_minutes).plus(Math.max(0, running)).toDecimalPlaces(1, Decimal.ROUND_HALF_UP).toFixed()
}
