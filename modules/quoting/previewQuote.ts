import { defineAction } from '../../model/index.ts'
import { approvalFacts, levelsOf, reasonsOf, wordReasons } from './approval.ts'
import { linesAsCosted } from './cost.ts'
import { floorFor, judgeMargins } from './pricing.ts'
import { quote } from './quote.ts'

/** Who would have to agree if the quote were submitted as it is saved, why, and the least each line must bring. Changes nothing. */
export const previewQuote = defineAction(quote, 'preview', {
  label: { zh: '审批预览', en: 'Preview of the approval' }, style: 'hidden', when: 'stage = "draft"',
  async run(work, row) {
    const lines = await linesAsCosted(work, row.id)
    const facts = approvalFacts(lines, row)
    const { result, hits } = await work.decide('quote_approval_levels', { ...facts })
    const { floor, target } = await floorFor(work, row.customer)
    const because = reasonsOf(hits, facts, row.special_clause)
    return { floor, target, lines: judgeMargins(row, lines, floor), levels: levelsOf(result), because, reasons: wordReasons(because, work.actor.language) }
  },
})
