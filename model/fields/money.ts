import { declare, type Field, type FieldKind } from '../field.ts'
import { currencyPlaces } from '../reading/currency.ts'
import { decimal, placesFault, placesOf } from './number.ts'

/**
 * An amount as a decimal string. Its currency stands in the record's `currency` field, or is the company's
 * when the object has none. It keeps as many digits after the point as the currency has (two, none in yen). A
 * price of a small piece has more digits than an amount and says its own `scale`, up to six: with `least` it
 * keeps up to `scale` of them and shows no fewer than `least` (`0.0125`, `12.50`).
 */
export const money = declare<string>('money')

export const moneyKind: FieldKind = {
  name: 'money',
  label: { zh: '金额', en: 'Money' },
  column: (field) => moneyColumn(field),
  feel: 'number',
  index: 'btree',
  places: (field, currency) =>
    ownScale(field) ?? Math.min(storedPlaces(field), currency === undefined ? 2 : currencyPlaces(currency)),
  schema: (field) =>
    decimal(field, storedPlaces(field), {
      least: (field as { least?: number }).least ?? storedPlaces(field),
    }),
  fault: placesFault,
  written: 'number',
}

/** What the field says itself, where it says anything. */
const ownScale = (field: Field) =>
  'scale' in field && field.scale !== undefined ? placesOf(field, 2) : undefined
const storedPlaces = (field: Field) => placesOf(field, 2)

/** With `least` the digits are kept as they were written; else PostgreSQL fills them up to the scale. */
export const moneyColumn = (field: Field): string =>
  (field as { least?: number }).least === undefined ? `numeric(24,${storedPlaces(field)})` : 'numeric'
