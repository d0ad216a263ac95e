import { addDays, type Work } from '../../../model/index.ts'
import { quote, type Quote } from '../quote.ts'
import { quoteValidity } from '../terms.ts'

/** The quote may go out: it gets its document number, and its PDF is made. Before this there is no PDF. */
export async function approveQuote(work: Work, row: Quote): Promise<Quote> {
  const changed = await work.change(quote, row.id, {
    stage: 'approved',
    approved_at: work.now().toISOString(),
    document_number: await documentNumber(work, row),
    ...(row.valid_until ? {} : usualValidity(work)),
  })
  await work.emit('quote.approved', {
    object: 'quote',
    record: row.id,
    customer: row.customer,
    opportunity: row.opportunity,
    total: row.total,
  })
  await work.enqueue('quoting.make_pdf', { quote: row.id }, row.id)
  return changed
}

/** Until when an offer holds where nobody said. */
const usualValidity = (work: Work) => ({
  valid_until: addDays(work.today(), work.term(quoteValidity).number),
  usual_validity: true,
})

/** The number of the first revision, and which revision this is: BJ202611-0007-R2. */
async function documentNumber(work: Work, row: Quote): Promise<string> {
  let first = row
  while (first.supersedes) first = await work.get(quote, first.supersedes)
  return row.revision && Number(row.revision) > 1 ? `${first.number}-R${row.revision}` : String(row.number)
}
