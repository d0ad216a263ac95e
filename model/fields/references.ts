import { z } from 'zod'
import type { Field, FieldKind, FieldOptions, Valued } from '../field.ts'

/** Several records of one object, as a list of ids without repeats. */
export const references = <const T extends string, const O extends FieldOptions = {}>(to: T, options?: O) =>
  ({ type: 'references', to, ...options }) as unknown as { readonly type: string; readonly to: T } & O &
    Valued<string[]>

export const referencesKind: FieldKind = {
  name: 'references',
  label: { zh: '多条关联', en: 'References' },
  column: () => 'uuid[]',
  feel: 'list',
  index: 'gin',
  schema: () =>
    z
      .array(z.uuid())
      .max(1000)
      .transform((list) => [...new Set(list)])
      .meta({ override: { type: 'array', items: { type: 'string', format: 'uuid' } } }),
  target: (field) => (field as Field & { to: string }).to,
}
