import { declare, type Field, type FieldKind } from '../field.ts'
import { currencyPlaces } from '../reading/currency.ts'
import { decimal, placesFault, placesOf } from './number.ts'

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
  fault: placesFault,
  written: 'number',
}

/** What the field says itself, where it says anything. */
const scaleOf = (field: Field) => ('scale' in field && field.scale !== undefined ? placesOf(field, 2) : undefined)
const storedPlaces = (field: Field) => placesOf(field, 2)
