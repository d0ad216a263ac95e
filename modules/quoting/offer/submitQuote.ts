import { defineAction, refuse, type Work } from '../../../model/index.ts'
import { requirement } from '../../engineering/index.ts'
import { wordReasons } from '../pricing/approvalFacts.ts'
import { withRate } from '../pricing/exchange.ts'
import { judgeQuote } from '../pricing/judgeQuote.ts'
import { keepMargin, priceOf } from '../pricing/pricing.ts'
import { writeSettled } from '../pricing/settleLines.ts'
import { quote, type Quote } from '../quote.ts'
import { type QuoteLine } from '../quoteLine.ts'
import { approveQuote } from './approveQuote.ts'

export const submitQuote = defineAction(quote, 'submit', {
  label: { zh: '提交', en: 'Submit' },
  style: 'primary',
  when: 'stage = "draft" and current',
  because: { zh: '只有当前版本的草稿可以提交', en: 'Only a draft of the current revision can be submitted' },
  async run(work, saved) {
    const row = await withRate(work, saved)
    const lines = await writeSettled(work, row)
    refuseIncomplete(lines)
    await refuseUnconfirmed(work, row)
    await keepMargin(work, row, lines)
    const { facts, levels, rules, because } = await judgeQuote(work, row, lines)
    await work.emit('quote.submitted', { object: 'quote', record: row.id, levels, rules, facts })
    // A run that was returned ends here: who must agree follows from what the quote holds now.
    if (row.approval) await work.callOffProcess(row.approval)
    if (levels.length === 0 && !row.special_clause) return approveQuote(work, row)
    await work.change(quote, row.id, {
      stage: 'submitted',
      approval_because: because,
      approval_reasons: wordReasons(because, 'zh').join('\n'),
    })
    const approval = await work.startProcess('quote_approval', {
      object: quote,
      record: row.id,
      values: { director: levels.includes('sales_director'), manager: levels.includes('manager'), ...facts },
    })
    return work.change(quote, row.id, { approval })
  },
})

function refuseIncomplete(lines: readonly QuoteLine[]): void {
  if (lines.length === 0)
    throw refuse(
      'quote_without_lines',
      { zh: '报价单没有明细', en: 'The quote has no lines' },
      { field: 'lines' },
    )
  const unpriced = lines.find((line) => priceOf(line) === null)
  if (unpriced)
    throw refuse(
      'line_without_price',
      {
        zh: `“${unpriced.name}”没有单价：请填写基准价或议定单价，或先核算成本`,
        en: `"${unpriced.name}" has no price: give a base price or an agreed one, or cost the quote first`,
      },
      { field: 'lines' },
    )
}

/** Hard requirements (RoHS, minimum order, ...) block until somebody has confirmed them (TEC-08). */
async function refuseUnconfirmed(work: Work, row: Quote): Promise<void> {
  if (!row.opportunity) return
  const open = await work.find(requirement, {
    where: 'opportunity = deal and hard and not(confirmed = true)',
    with: { deal: row.opportunity },
  })
  if (open.length === 0) return
  const missing = open.map((one) => ({
    code: one.kind,
    label: { zh: `确认“${one.parameter}”`, en: `Confirm "${one.parameter}"` },
  }))
  throw refuse(
    'requirement_unconfirmed',
    {
      zh: `强制要求尚未确认：${open.map((one) => one.parameter).join('、')}`,
      en: `Hard requirements are not confirmed: ${open.map((one) => one.parameter).join(', ')}`,
    },
    { status: 409, missing },
  )
}
