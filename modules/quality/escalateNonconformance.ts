import { defineAction, text } from '../../model/index.ts'
import { escalate } from './escalate.ts'
import { nonconformance } from './nonconformance.ts'

export const escalateNonconformance = defineAction(nonconformance, 'escalate', {
  label: { zh: '升级督办', en: 'Escalate' },
  when: 'escalated != true',
  because: { zh: '已由管理层督办', en: 'Management supervises it already' },
  style: 'danger',
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  run: async (work, row, { reason }) => escalate(work, row, reason),
})
