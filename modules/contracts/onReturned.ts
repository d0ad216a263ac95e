import { defineReaction, START } from '../../model/index.ts'
import { contract } from './contract.ts'

/** An approver sent it back to whoever submitted it, who edits it as the draft it is again and submits it anew. */
export const reopenReturned = defineReaction('contracts.reopen_returned', {
  on: ['process.step'],
  async run(work, event) {
    const { process, what, to } = event.payload
    if (process !== 'contract_approval' || what !== 'return' || to !== START) return
    const row = await work.get(contract, event.record!)
    if (row.stage === 'approving') await work.change(contract, row.id, { stage: 'draft' })
  },
})
