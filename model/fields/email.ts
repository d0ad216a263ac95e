import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** An e-mail address, trimmed and in lower case. */
export const email = declare<string>('email')

export const emailKind: FieldKind = {
  name: 'email',
  label: { zh: '邮箱', en: 'E-mail' },
  column: () => 'text',
  reaches: {},
  feel: 'string',
  protect: 'personal',
  index: 'btree',
  schema: () =>
    z
      .string()
      .trim()
      .toLowerCase()
      .max(254)
      .pipe(z.email())
      .meta({ override: { type: 'string', format: 'email' } }),
}
