import { defineReaction, readTerm } from '../../../model/index.ts'
import { activity } from '../../customers/index.ts'
import { quote } from '../quote.ts'
import { followUpTask, quoteFollowUp } from '../terms.ts'
import { approveQuote } from './approveQuote.ts'
import { startFollowUp } from './startFollowUp.ts'

/** The approval has ended: approved goes on, rejected or withdrawn goes back to its seller. */
export const endApproval = defineReaction('quoting.end_approval', {
  on: [
    'process.quote_approval.approved',
    'process.quote_approval.rejected',
    'process.quote_approval.withdrawn',
  ],
  async run(work, event) {
    const row = await work.get(quote, event.record!)
    if (row.approval !== event.payload.instance) return
    // Returned and then taken back: it is a draft already, and nothing is left to come of the run.
    if (row.stage === 'draft') return void (await work.change(quote, row.id, { approval: null }))
    if (row.stage !== 'submitted') return
    if (event.name.endsWith('.approved')) {
      await approveQuote(work, row)
      if (row.owner)
        await work.notify([row.owner], {
          title: { zh: `报价 ${row.number} 已批准`, en: `Quote ${row.number} is approved` },
          object: 'quote',
          record: row.id,
          key: `quote-approved:${event.id}`,
        })
      return
    }
    await work.change(quote, row.id, { stage: 'draft', approval: null })
    if (event.name.endsWith('.rejected') && row.owner)
      await work.notify([row.owner], {
        title: {
          zh: `报价 ${row.number} 被退回：${event.payload.comment ?? ''}`,
          en: `Quote ${row.number} was rejected: ${event.payload.comment ?? ''}`,
        },
        object: 'quote',
        record: row.id,
        key: `quote-rejected:${event.id}`,
      })
  },
})

/** A word with the customer, on the quote or on its deal, starts the time anew and settles the reminder. */
export const restartFollowUp = defineReaction('quoting.restart_follow_up', {
  on: ['activity.created'],
  async run(work, event) {
    const word = await work.first(activity, { where: 'id = wanted', with: { wanted: event.record } })
    if (!word || (!word.quote && !word.opportunity)) return
    // Asked one by one: a quote without a deal must not be found by a word without one.
    const onQuote = word.quote
      ? await work.find(quote, { where: 'stage = "sent" and id = offer', with: { offer: word.quote } })
      : []
    const onDeal = word.opportunity
      ? await work.find(quote, {
          where: 'stage = "sent" and opportunity = deal',
          with: { deal: word.opportunity },
        })
      : []
    for (const row of [...onQuote, ...onDeal]) {
      await startFollowUp(work, row)
      await work.closeTasks({ record: row.id, key: 'quote_follow_up', outcome: 'followed_up' })
    }
  },
})

/** Silence for as long as the company allows: one task for the seller (ALR-02). */
export const remindFollowUp = defineReaction('quoting.remind_follow_up', {
  on: ['deadline.quote_follow_up'],
  async run(work, event) {
    const row = await work.get(quote, event.record!)
    if (row.stage !== 'sent' || !row.owner) return
    // Deadlines from before they kept their days have none: then the term as it stands.
    const value = event.payload.days ?? work.term(quoteFollowUp).value
    const days = readTerm({ unit: quoteFollowUp.unit, value }).text
    await work.openTask({
      title: {
        zh: `跟进提醒：报价 ${row.document_number ?? row.number} 已${days.zh}没有跟进`,
        en: `Follow up: quote ${row.document_number ?? row.number} has been silent for ${days.en}`,
      },
      kind: 'follow_up',
      assignee: row.owner,
      object: quote,
      record: row.id,
      due: work.after(followUpTask),
      key: 'quote_follow_up',
    })
  },
})
