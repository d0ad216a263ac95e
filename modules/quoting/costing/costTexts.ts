import {
  wordItem,
  wordNotes,
  wordSource,
  type ItemSaid,
  type NoteSaid,
  type SourceSaid,
} from '../part/costSentences.ts'

/**
 * What a costing says as Chinese text, beside the codes: for sheets, searches and programs that read text.
 */
export const itemText = ([item]: readonly ItemSaid[]): string => wordItem(item!).zh.slice(0, 200)
export const sourceText = (rows: readonly SourceSaid[]): string => wordSource(rows).zh.slice(0, 500)
export const notesText = (rows: readonly NoteSaid[]): string | null =>
  wordNotes(rows)
    .map(({ zh }) => zh)
    .join('\n') || null
