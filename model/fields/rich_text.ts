import { declare, type FieldKind } from '../field.ts'
import { typed } from './text.ts'

/** Markdown source. Stored as written, rendered without raw HTML. */
export const richText = declare<string>('rich_text')

export const richTextKind: FieldKind = {
  name: 'rich_text',
  label: { zh: '富文本', en: 'Rich text' },
  column: () => 'text',
  prose: true,
  feel: 'string',
  schema: () => typed(100_000),
}
