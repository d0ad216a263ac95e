import { defineAction, refuse } from '../../../model/index.ts'
import { linesOf } from '../linesOf.ts'
import { quote } from '../quote.ts'
import { compareQuotes } from './differencesOf.ts'

/** This revision beside the one before, field by field and line by line. */
export const compareQuote = defineAction(quote, 'compare', {
  label: { zh: '与上一版对比', en: 'Compare with the revision before' },
  when: 'supersedes != null',
  async run(work, row) {
    if (!row.supersedes)
      throw refuse('no_earlier_revision', { zh: '没有上一版', en: 'There is no earlier revision' })
    const before = await work.get(quote, row.supersedes)
    return compareQuotes(
      { ...before, lines: await linesOf(work, before.id) },
      { ...row, lines: await linesOf(work, row.id) },
    )
  },
})
