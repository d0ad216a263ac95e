import { z } from 'zod'
import { declare, inBoth, type FieldKind } from '../field.ts'
import { withoutNul } from './text.ts'

/** Free structured data, at most 64 KB as text. */
export const json = declare<unknown>('json')

export const jsonKind: FieldKind = {
  name: 'json',
  label: { zh: '结构化数据', en: 'Structured data' },
  column: () => 'jsonb',
  feel: 'any',
  schema: () => z.unknown().refine((value) => JSON.stringify(value ?? null).length <= 65_536, inBoth('最多 64 KB', 'at most 64 KB'))
    .refine((value) => withoutNul(JSON.stringify(value ?? null).replaceAll('\\u0000', '\u0000')), { error: 'NUL' }),
  write: (value) => JSON.stringify(value),
}
