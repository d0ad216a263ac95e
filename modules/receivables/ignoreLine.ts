import { defineAction, text } from '../../model/index.ts'
import { bankLine } from './bank.ts'
import { endQuestion } from './endQuestion.ts'

export const ignoreLine = defineAction(bankLine, 'ignore', {
  label: { zh: '无需认领', en: 'Ignore' },
  when: 'state in ("unmatched", "questioned")',
  because: { zh: '只有待认领或待核实的流水可以忽略', en: 'Only a line that waits can be ignored' },
  input: { reason: text({ max: 200, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    await endQuestion(work, row)
    return work.change(bankLine, row.id, {
      state: 'ignored',
      ignored_because: reason ?? '无需认领',
      returns: null,
    })
  },
})
