import { defineAction, user } from '../../model/index.ts'
import { lead } from './lead.ts'
import { open } from './openStages.ts'
import { giveLead } from './routeLead.ts'

export const assignLead = defineAction(lead, 'assign', {
  label: { zh: '分配', en: 'Assign' },
  when: open,
  input: { to: user({ required: true, label: { zh: '分配给', en: 'To' } }) },
  run: async (work, row, { to }) => giveLead(work, row, to, [{ code: 'assigned', by: work.actor.name }]),
})
