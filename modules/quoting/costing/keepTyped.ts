import { defineReaction, type EventRow } from '../../../model/index.ts'
import { itemText, notesText, sourceText } from './costTexts.ts'

type Wording = (rows: never) => string | null

/** Fields of text, the sentences that are read in their place, and how those read as text. */
const told: readonly (readonly [object: string, text: string, sentences: string, word: Wording])[] = [
  ['cost_line', 'name', 'item', itemText],
  ['cost_line', 'source_note', 'sources', sourceText],
  ['cost_sheet', 'notes', 'not_included', notesText],
]

/**
 * Sentences of a costing are read in place of their text. What a person types over the text is what he wants
 * read, in any language, so the sentence behind it goes; the next costing words it anew.
 */
export const keepTyped = defineReaction('quoting.keep_typed', {
  on: ['cost_line.updated', 'cost_sheet.updated'],
  async run(work, event) {
    const typed = told.filter(
      ([object, text, sentences]) => object === event.object && isTyped(event, text, sentences),
    )
    if (typed.length === 0) return
    const row = await work.first(event.object!, { where: 'id = wanted', with: { wanted: event.record } })
    if (!row) return
    const gone = typed.filter(
      ([, text, sentences, word]) => row[sentences] && row[text] !== word(row[sentences] as never),
    )
    if (gone.length > 0)
      await work.change(
        event.object!,
        event.record!,
        Object.fromEntries(gone.map(([, , sentences]) => [sentences, null])),
      )
  },
})

/** A costing writes both at once. */
const isTyped = ({ payload }: EventRow, text: string, sentences: string): boolean => {
  const changes: object = payload.changes ?? {}
  return text in changes && !(sentences in changes)
}
