import { defineAction, longText, number, type Work } from '../../model/index.ts'
import { noteHistory, survey } from './history.ts'
import { ticket, type Ticket } from './ticket.ts'

/** A return visit by phone. */
export const rateTicket = defineAction(ticket, 'rate', {
  label: { zh: '登记满意度', en: 'Note satisfaction' },
  when: 'score = null and stage in ("resolved", "closed")',
  because: { zh: '工单未解决，或已评价', en: 'Not resolved yet, or rated already' },
  input: {
    score: number({
      required: true,
      scale: 0,
      min: 1,
      max: 5,
      label: { zh: '评分（1-5）', en: 'Score (1-5)' },
    }),
    comment: longText({ max: 2000, label: { zh: '意见', en: 'Comment' } }),
  },
  run: async (work, row, { score, comment }) => noteScore(work, row, score, comment ?? null),
})

export async function noteScore(
  work: Work,
  row: Ticket,
  score: string,
  comment: string | null,
): Promise<{ survey: string }> {
  const made = await work.create(survey, {
    ticket: row.id,
    customer: row.customer,
    score,
    comment,
    given_on: work.today(),
    owner: row.owner,
  })
  await work.change(ticket, row.id, { score })
  await noteHistory(
    work,
    { ...row, ticket: row.id },
    'survey',
    `评分 ${score}${comment ? `：${comment}` : ''}`,
  )
  return { survey: made.id }
}
