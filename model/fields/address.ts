import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'
import { trimmed, typed } from './text.ts'

export interface Address {
  readonly province?: string
  readonly city?: string
  readonly county?: string
  readonly detail?: string
}

/** Province, city, county and the rest of the address. */
export const address = declare<Address>('address')

const part = z.string().transform(trimmed).pipe(typed(200)).optional()

export const addressKind: FieldKind = {
  name: 'address',
  label: { zh: '地址', en: 'Address' },
  column: () => 'jsonb',
  feel: 'context',
  schema: () => z.strictObject({ province: part, city: part, county: part, detail: part }),
  write: (value) => JSON.stringify(value),
  fromText: (cell) => ({ detail: cell }),
}
