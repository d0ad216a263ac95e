import { defineAction } from '../../model/index.ts'
import { opportunity } from './opportunity.ts'

export const winOpportunity = defineAction(opportunity, 'win', {
  label: { zh: '赢单', en: 'Win' },
  when: 'stage = "contract"',
  run: async (work, row) => work.change(opportunity, row.id, { stage: 'won' }),
})
