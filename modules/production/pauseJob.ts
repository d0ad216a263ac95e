import { defineAction, text } from '../../model/index.ts'
import { elapsed } from './elapsed.ts'
import { jobCard } from './jobCard.ts'

export const pauseJob = defineAction(jobCard, 'pause', {
  label: { zh: '暂停', en: 'Pause' },
  when: 'state = "running"',
  input: { reason: text({ max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    const paused = await work.change(jobCard, row.id, {
      state: 'paused',
      started_at: null,
      elapsed_minutes: elapsed(work, row),
    })
    await work.emit('job_card.paused', {
      object: 'job_card',
      record: row.id,
      work_order: row.work_order,
      reason: reason ?? null,
    })
    return paused
  },
})
