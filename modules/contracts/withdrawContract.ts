import { defineAction } from '../../model/index.ts'
import { contract } from './contract.ts'

export const withdrawContract = defineAction(contract, 'withdraw', {
  label: { zh: '撤回', en: 'Withdraw' },
  when: 'stage = "approving"',
  async run(work, row) {
    if (row.approval) await work.withdrawProcess(row.approval)
    return work.change(contract, row.id, { stage: 'draft', approval: null })
  },
})
