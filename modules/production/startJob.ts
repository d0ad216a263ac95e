import { defineAction, refuse } from '../../model/index.ts'
import { refuseBlocked } from './beforeCard.ts'
import { followCards } from './finishCard.ts'
import { jobCard } from './jobCard.ts'
import { workOrder } from './workOrder.ts'

/**
 * Starts, or goes on with, an operation. Looking at a card never starts anything; an operation whose
 * predecessor is not done cannot start.
 */
export const startJob = defineAction(jobCard, 'start', {
  label: { zh: '开工', en: 'Start' },
  when: 'state in ("waiting", "paused")',
  because: { zh: '该工序已开工或已完成', en: 'This operation is running or done' },
  style: 'primary',
  async run(work, row) {
    const whole = await work.get(workOrder, row.work_order)
    if (!['released', 'running'].includes(whole.stage ?? ''))
      throw refuse(
        'work_order_stopped',
        { zh: '工单未下达或已停止', en: 'The work order is not released, or has been stopped' },
        { status: 409 },
      )
    await refuseBlocked(work, row)
    const started = await work.change(jobCard, row.id, {
      state: 'running',
      started_at: work.now().toISOString(),
      worker: work.actor.id,
    })
    if (whole.stage === 'released') await work.change(workOrder, whole.id, { stage: 'running' })
    await followCards(work, whole.id)
    await work.emit('job_card.started', {
      object: 'job_card',
      record: row.id,
      work_order: whole.id,
      order: whole.order,
    })
    return started
  },
})
