import { declare, type FieldKind } from '../field.ts'
import { decimal, plainDecimal } from './number.ts'

/**
 * An amount as a decimal string with at most two digits after the point (`scale` to change).
 * Its currency stands in the record's `currency` field, or is the company's when the object has none.
 */
export const money = declare<string>('money')

export const moneyKind: FieldKind = {
  name: 'money',
  label: { zh: '金额', en: 'Money' },
  column: (field) => `numeric(24,${(field as { scale?: number }).scale ?? 2})`,
  feel: 'number',
  index: 'btree',
  schema: (field) => decimal(field, (field as { scale?: number }).scale ?? 2, { fixed: true }),
  fromText: (cell) => plainDecimal(cell),
}
