import { z } from 'zod'
import { declare, type Field, type FieldKind } from '../field.ts'
import { trimmed, typed } from './text.ts'

/** Text of several lines; `max` characters, 20,000 unless told. */
export const longText = declare<string>('long_text')

export const longTextKind: FieldKind = {
  name: 'long_text',
  label: { zh: '多行文本', en: 'Long text' },
  column: () => 'text',
  prose: true,
  feel: 'string',
  schema: (field) =>
    z
      .string()
      .transform(trimmed)
      .pipe(typed(maxOf(field)))
      .meta({ override: { type: 'string', maxLength: maxOf(field) } }),
}

const maxOf = (field: Field) => (field as { max?: number }).max ?? 20_000
