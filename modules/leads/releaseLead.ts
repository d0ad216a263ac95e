import { defineAction, text } from '../../model/index.ts'
import { lead } from './lead.ts'
import { open } from './openStages.ts'
import { routedBecause } from './whyRouted.ts'

export const releaseLead = defineAction(lead, 'release', {
  label: { zh: '退回公海', en: 'Release' },
  when: `owner != null and ${open}`,
  input: { reason: text({ required: true, max: 200, label: { zh: '退回原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    const changed = await work.change(lead, row.id, {
      owner: null,
      department: null,
      stage: 'new',
      ...routedBecause([{ code: 'released', reason }]),
    })
    await work.emit('lead.released', { object: 'lead', record: row.id, reason })
    return changed
  },
})
