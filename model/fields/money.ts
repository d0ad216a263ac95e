import { declare, type Field, type FieldKind } from '../field.ts'
import { currencyPlaces } from '../reading/currency.ts'
import { decimal } from './number.ts'

/**
 * An amount as a decimal string. Its currency stands in the record's `currency` field, or is the company's when the object has none.
 * It keeps as many digits after the point as the currency has (two, none in yen); a unit price says its own `scale`, up to six.
 */
export const money = declare<string>('money')

export const moneyKind: FieldKind = {
  name: 'money',
  label: { zh: '金额', en: 'Money' },
  column: (field) => `numeric(24,${storedPlaces(field)})`,
  feel: 'number',
  index: 'btree',
  places: (field, currency) => scaleOf(field) ?? Math.min(storedPlaces(field), currency === undefined ? 2 : currencyPlaces(currency)),
  schema: (field) => decimal(field, storedPlaces(field), { fixed: true }),
  written: 'number',
}

const scaleOf = (field: Field) => (field as { scale?: number }).scale
const storedPlaces = (field: Field) => scaleOf(field) ?? 2
