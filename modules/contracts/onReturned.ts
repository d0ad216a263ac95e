import { defineReaction, START } from '../../model/index.ts'
import { contract } from './contract.ts'

/**
 * An approver sent it back to whoever submitted it, who edits it as the draft it is again and submits it
 * anew.
 */
export const reopenReturned = defineReaction('contracts.reopen_returned', {
  on: ['process.step'],
  async run(work, event) {
    const { process, what, to, instance } = event.payload
    if (process !== 'contract_approval' || what !== 'return' || to !== START) return
    const row = await work.get(contract, event.record!)
    // It may have been taken back and submitted anew since.
    if (row.stage === 'approving' && row.approval === instance)
      await work.change(contract, row.id, { stage: 'draft' })
  },
})
