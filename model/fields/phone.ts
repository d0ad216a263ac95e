import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** A telephone number, kept as typed apart from width and spaces; duplicate search compares normalised forms. */
export const phone = declare<string>('phone')

export const phoneKind: FieldKind = {
  name: 'phone',
  label: { zh: '电话', en: 'Phone' },
  column: () => 'text',
  feel: 'string',
  index: 'btree',
  schema: () => z.string().max(40).transform((text) => text.normalize('NFKC').replace(/\s+/g, ' ').trim())
    .refine((text) => (text.match(/\d/g)?.length ?? 0) >= 5, 'Expected a telephone number with at least 5 digits')
    .meta({ override: { type: 'string', maxLength: 40, examples: ['13800138000'] } }),
}
