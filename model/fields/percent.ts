import { declare, type Field, type FieldKind } from '../field.ts'
import { decimal } from './number.ts'

/** A share in percent: "5.01" is 5.01 %. Four digits after the point unless `scale` says otherwise. */
export const percent = declare<string>('percent')

export const percentKind: FieldKind = {
  name: 'percent',
  label: { zh: '百分比', en: 'Percent' },
  column: () => 'numeric',
  feel: 'number',
  index: 'btree',
  places: (field) => placesOf(field),
  schema: (field) => decimal(field, placesOf(field)),
  written: 'percent',
}

const placesOf = (field: Field) => (field as { scale?: number }).scale ?? 4
