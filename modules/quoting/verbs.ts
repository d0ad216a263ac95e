import { defineAction, refuse, text, type Work } from '../../model/index.ts'
import { activity, touchInput } from '../customers/index.ts'
import { requirement } from '../engineering/index.ts'
import { wordReasons } from './approval.ts'
import { approveQuote } from './approve.ts'
import { withRate } from './exchange.ts'
import { judgeQuote } from './judgeQuote.ts'
import { keepMargin, priceOf } from './pricing.ts'
import { quote, type Quote, type QuoteLine } from './quote.ts'
import { writeSettled } from './settleLines.ts'
import { quoteFollowUp } from './terms.ts'

export const submitQuote = defineAction(quote, 'submit', {
  label: { zh: '提交', en: 'Submit' }, style: 'primary', when: 'stage = "draft" and current', because: { zh: '只有当前版本的草稿可以提交', en: 'Only a draft of the current revision can be submitted' },
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
    await work.change(quote, row.id, { stage: 'submitted', approval_because: because, approval_reasons: wordReasons(because, 'zh').join('\n') })
    const approval = await work.startProcess('quote_approval', { object: quote, record: row.id, values: { director: levels.includes('sales_director'), manager: levels.includes('manager'), ...facts } })
    return work.change(quote, row.id, { approval })
  },
})

function refuseIncomplete(lines: readonly QuoteLine[]): void {
  if (lines.length === 0) throw refuse('quote_without_lines', { zh: '报价单没有明细', en: 'The quote has no lines' }, { field: 'lines' })
  const unpriced = lines.find((line) => priceOf(line) === null)
  if (unpriced) throw refuse('line_without_price', { zh: `“${unpriced.name}”没有单价：请填写基准价或议定单价，或先核算成本`, en: `"${unpriced.name}" has no price: give a base price or an agreed one, or cost the quote first` }, { field: 'lines' })
}

/** Hard requirements (RoHS, minimum order, ...) block until somebody has confirmed them (TEC-08). */
async function refuseUnconfirmed(work: Work, row: Quote): Promise<void> {
  if (!row.opportunity) return
  const open = await work.find(requirement, { where: 'opportunity = deal and hard and not(confirmed = true)', with: { deal: row.opportunity } })
  if (open.length === 0) return
  const missing = open.map((one) => ({ code: one.kind, label: { zh: `确认“${one.parameter}”`, en: `Confirm "${one.parameter}"` } }))
  throw refuse('requirement_unconfirmed', { zh: `强制要求尚未确认：${open.map((one) => one.parameter).join('、')}`, en: `Hard requirements are not confirmed: ${open.map((one) => one.parameter).join(', ')}` }, { status: 409, missing })
}

export const logQuoteTouch = defineAction(quote, 'log_touch', {
  label: { zh: '记录跟进', en: 'Log contact' }, when: 'stage in ("approved", "sent")', input: touchInput,
  async run(work, row, touch) {
    const made = await work.create(activity, { ...touch, kind: touch.kind ?? 'call', at: work.now().toISOString(), quote: row.id, opportunity: row.opportunity, customer: row.customer, contact: row.contact, owner: work.actor.id ?? row.owner })
    return { activity: made.id }
  },
})

export const withdrawQuote = defineAction(quote, 'withdraw', {
  label: { zh: '撤回', en: 'Withdraw' }, when: 'stage = "submitted"',
  async run(work, row) {
    if (row.approval) await work.withdrawProcess(row.approval)
    return work.change(quote, row.id, { stage: 'draft', approval: null })
  },
})

export const sendQuote = defineAction(quote, 'send', {
  label: { zh: '发出', en: 'Send' }, style: 'primary', when: 'stage = "approved" and current', because: { zh: '报价单批准后才能发出', en: 'A quote is sent only once it is approved' },
  async run(work, saved) {
    const row = await withRate(work, saved)
    const changed = await work.change(quote, row.id, { stage: 'sent', sent_at: work.now().toISOString() })
    await work.setDeadline({ name: 'quote_follow_up', object: quote, record: row.id, days: work.term(quoteFollowUp).number, round_the_clock: true })
    await work.emit('quote.sent', { object: 'quote', record: row.id, customer: row.customer, opportunity: row.opportunity, total: row.total })
    return changed
  },
})

export const acceptQuote = defineAction(quote, 'accept', {
  label: { zh: '客户接受', en: 'Customer accepted' }, style: 'primary', when: 'stage = "sent" and current', because: { zh: '只有已发出的当前版本可以接受；旧版本已作废', en: 'Only the current revision that was sent can be accepted; older ones are void' },
  input: { purchase_order: text({ required: true, max: 120, label: { zh: '客户订单号', en: 'Purchase order' } }) },
  async run(work, row, { purchase_order }) {
    if (row.valid_until && row.valid_until < work.today()) throw refuse('quote_expired', { zh: `报价已于 ${row.valid_until} 过期，请修订后重新报价`, en: `The quote expired on ${row.valid_until}: revise it` }, { field: 'valid_until', status: 409 })
    const changed = await work.change(quote, row.id, { stage: 'accepted', purchase_order, accepted_at: work.now().toISOString() })
    await endFollowUp(work, row.id)
    await work.emit('quote.accepted', { object: 'quote', record: row.id, customer: row.customer, opportunity: row.opportunity, purchase_order, total: row.total })
    return changed
  },
})

export const declineQuote = defineAction(quote, 'decline', {
  label: { zh: '客户拒绝', en: 'Customer declined' }, style: 'danger', when: 'stage = "sent"',
  input: { reason: text({ required: true, max: 500, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    const changed = await work.change(quote, row.id, { stage: 'declined', decline_reason: reason })
    await endFollowUp(work, row.id)
    await work.emit('quote.declined', { object: 'quote', record: row.id, customer: row.customer, opportunity: row.opportunity, reason })
    return changed
  },
})

export async function endFollowUp(work: Work, id: string): Promise<void> {
  await work.clearDeadline({ name: 'quote_follow_up', record: id })
  await work.closeTasks({ record: id, key: 'quote_follow_up' })
}
