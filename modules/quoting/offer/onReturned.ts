import { defineReaction, START } from '../../../model/index.ts'
import { quote } from '../quote.ts'

/** An approver sent it back to its seller, who edits it as the draft it is again and submits it anew. */
export const reopenReturned = defineReaction('quoting.reopen_returned', {
  on: ['process.step'],
  async run(work, event) {
    const { process, what, to, instance } = event.payload
    if (process !== 'quote_approval' || what !== 'return' || to !== START) return
    const row = await work.get(quote, event.record!)
    // It may have been taken back and submitted anew since.
    if (row.stage === 'submitted' && row.approval === instance)
      await work.change(quote, row.id, { stage: 'draft' })
  },
})
