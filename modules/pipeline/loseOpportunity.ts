import { choice, defineAction, longText } from '../../model/index.ts'
import { lostReasons, opportunity } from './opportunity.ts'

export const loseOpportunity = defineAction(opportunity, 'lose', {
  label: { zh: '输单', en: 'Lose' },
  when: 'not(stage in ("won", "lost"))',
  style: 'danger',
  input: {
    reason: choice(lostReasons, { required: true, label: { zh: '输单原因', en: 'Reason' } }),
    note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }),
  },
  run: async (work, row, { reason, note }) =>
    work.change(opportunity, row.id, {
      stage: 'lost',
      lost_reason: reason,
      lost_note: note,
      closed_on: work.today(),
    }),
})
