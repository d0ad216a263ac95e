import { defineAction } from '../../model/index.ts'
import { lead } from './lead.ts'
import { open } from './openStages.ts'
import { giveLead } from './routeLead.ts'

export const claimLead = defineAction(lead, 'claim', {
  label: { zh: '领取', en: 'Claim' },
  when: `owner = null and ${open}`,
  because: { zh: '该线索已有负责人', en: 'This lead has an owner already' },
  run: async (work, row) => giveLead(work, row, work.actor.id!, [{ code: 'claimed' }]),
})
