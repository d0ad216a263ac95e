import type { Work } from '../../../model/index.ts'
import { quote, type Quote } from '../quote.ts'
import { quoteFollowUp } from '../terms.ts'

/**
 * The time for a word with the customer begins anew, with the days it was given: the reminder names those.
 */
export async function startFollowUp(work: Work, { id }: Pick<Quote, 'id'>): Promise<void> {
  const { number, value } = work.term(quoteFollowUp)
  await work.setDeadline({
    name: 'quote_follow_up',
    object: quote,
    record: id,
    days: number,
    round_the_clock: true,
    payload: { days: value },
  })
}
