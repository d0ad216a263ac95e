import { z } from 'zod'
import { declare, inBoth, type FieldKind } from '../field.ts'

/**
 * A telephone number, kept as typed apart from width and spaces; duplicate search compares normalised forms.
 */
export const phone = declare<string>('phone')

export const phoneKind: FieldKind = {
  name: 'phone',
  label: { zh: '电话', en: 'Phone' },
  column: () => 'text',
  reaches: { digits: 11, least: 7 },
  feel: 'string',
  protect: 'personal',
  index: 'btree',
  schema: () =>
    z
      .string()
      .max(40)
      .transform((text) => text.normalize('NFKC').replace(/\s+/g, ' ').trim())
      .refine(
        (text) => (text.match(/\d/g)?.length ?? 0) >= 5,
        inBoth('应为电话号码，至少5位数字', 'a telephone number has at least 5 digits'),
      )
      .meta({ override: { type: 'string', maxLength: 40, examples: ['13800138000'] } }),
}
