import { declare, type FieldKind } from '../field.ts'
import { decimal, placesFault, placesOf, plainDecimal } from './number.ts'

/**
 * An amount as a decimal string with at most two digits after the point (`scale` to change).
 * Its currency stands in the record's `currency` field, or is the company's when the object has none.
 */
export const money = declare<string>('money')

export const moneyKind: FieldKind = {
  name: 'money',
  label: { zh: '金额', en: 'Money' },
  column: (field) => `numeric(24,${placesOf(field, 2)})`,
  feel: 'number',
  index: 'btree',
  schema: (field) => decimal(field, placesOf(field, 2), { fixed: true }),
  fault: placesFault,
  fromText: (cell) => plainDecimal(cell),
}
