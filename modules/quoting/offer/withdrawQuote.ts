import { defineAction } from '../../../model/index.ts'
import { quote } from '../quote.ts'

export const withdrawQuote = defineAction(quote, 'withdraw', {
  label: { zh: '撤回', en: 'Withdraw' },
  when: 'stage = "submitted"',
  async run(work, row) {
    if (row.approval) await work.withdrawProcess(row.approval)
    return work.change(quote, row.id, { stage: 'draft', approval: null })
  },
})
