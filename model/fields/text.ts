import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** One line of text; `max` characters, 500 unless told. */
export const text = declare<string>('text')

export const textKind: FieldKind = {
  name: 'text',
  label: { zh: '单行文本', en: 'Text' },
  column: () => 'text',
  feel: 'string',
  index: 'btree',
  schema: (field) => z.string().max((field as { max?: number }).max ?? 500).refine(withoutNul, { error: 'NUL' }),
}

/** PostgreSQL text cannot hold U+0000 nor half a surrogate pair; a caller is told instead of losing it. */
export const withoutNul = (text: string) => !text.includes('\u0000') && text.isWellFormed()
