import { defineAction } from '../../model/index.ts'
import { bankLine } from './bank.ts'

export const reopenLine = defineAction(bankLine, 'reopen', {
  label: { zh: '恢复待认领', en: 'Put back' },
  when: 'state = "ignored" and amount > 0',
  because: { zh: '只有被忽略的收入可以恢复', en: 'Only ignored money in can be put back' },
  run: async (work, row) => work.change(bankLine, row.id, { state: 'unmatched', ignored_because: null }),
})
