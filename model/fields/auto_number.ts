import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** A number the system gives, from a `pattern` such as `XS{yyyy}{MM}-{0000}`. */
export const autoNumber = declare<string>('auto_number')

export const autoNumberKind: FieldKind = {
  name: 'auto_number',
  label: { zh: '自动编号', en: 'Automatic number' },
  column: () => 'text',
  feel: 'string',
  index: 'btree',
  schema: () => z.string(),
  computed: true,
}
