import { defineAction, text } from '../../model/index.ts'
import { bankLine } from './bank.ts'
import { unpostLine } from './postLine.ts'

export const unmatchLine = defineAction(bankLine, 'unmatch', {
  label: { zh: '撤销认领', en: 'Unmatch' },
  style: 'danger',
  when: 'state in ("matched", "partial")',
  because: { zh: '这笔流水没有认领', en: 'This line is not matched' },
  input: { reason: text({ max: 200, label: { zh: '原因', en: 'Reason' } }) },
  run: async (work, row, { reason }) => unpostLine(work, row.id, reason ?? ''),
})
