import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** Yes or no. */
export const bool = declare<boolean>('bool')

export const boolKind: FieldKind = {
  name: 'bool',
  label: { zh: '是/否', en: 'Yes or no' },
  column: () => 'boolean',
  feel: 'boolean',
  index: 'btree',
  gathers: true,
  schema: () => z.boolean(),
  fromText: (cell) =>
    /^(是|true|yes|y|1|√)$/i.test(cell) ? true : /^(否|false|no|n|0|×)$/i.test(cell) ? false : cell,
}
