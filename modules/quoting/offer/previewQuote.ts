import { defineAction } from '../../../model/index.ts'
import { wordReasons } from '../pricing/approvalFacts.ts'
import { judgeQuote } from '../pricing/judgeQuote.ts'
import { floorFor, judgeMargins } from '../pricing/pricing.ts'
import { settleLines } from '../pricing/settleLines.ts'
import { quote } from '../quote.ts'

/**
 * Who would have to agree if the quote were submitted as it is saved, why, and the least each line must
 * bring. Changes nothing.
 */
export const previewQuote = defineAction(quote, 'preview', {
  label: { zh: '审批预览', en: 'Preview of the approval' },
  style: 'hidden',
  when: 'stage = "draft"',
  async run(work, row) {
    const lines = await settleLines(work, row)
    const { floor, target } = await floorFor(work, row.customer)
    const { levels, because } = await judgeQuote(work, row, lines)
    return {
      floor,
      target,
      lines: judgeMargins(row, lines, floor),
      levels,
      because,
      reasons: wordReasons(because, work.actor.language),
    }
  },
})
