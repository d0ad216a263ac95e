import { declare, type FieldKind } from '../field.ts'
import { decimal, plainDecimal } from './number.ts'

/**
 * An amount as a decimal string with at most two digits after the point (`scale` to change). A price of a small piece has more
 * digits than an amount: with `least` it keeps up to `scale` of them and shows no fewer than `least` (`price: 0.0125`, `12.50`).
 * Its currency stands in the record's `currency` field, or is the company's when the object has none.
 */
export const money = declare<string>('money')

export const moneyKind: FieldKind = {
  name: 'money',
  label: { zh: '金额', en: 'Money' },
  column: (field) => moneyColumn(field),
  feel: 'number',
  index: 'btree',
  schema: (field) => decimal(field, (field as Digits).scale ?? 2, { least: (field as Digits).least ?? (field as Digits).scale ?? 2 }),
  fromText: (cell) => plainDecimal(cell),
}

interface Digits {
  readonly scale?: number
  readonly least?: number
}

/** With `least` the digits are kept as they were written; else PostgreSQL fills them up to the scale. */
export const moneyColumn = (field: object): string => ((field as Digits).least === undefined ? `numeric(24,${(field as Digits).scale ?? 2})` : 'numeric')
