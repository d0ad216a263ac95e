import { declare, type FieldKind } from '../field.ts'
import { decimal, placesFault, placesOf } from './number.ts'

/** A share in percent: "5.01" is 5.01 %. Four digits after the point unless `scale` says otherwise. */
export const percent = declare<string>('percent')

export const percentKind: FieldKind = {
  name: 'percent',
  label: { zh: '百分比', en: 'Percent' },
  column: () => 'numeric',
  feel: 'number',
  index: 'btree',
  places: (field) => placesOf(field, 4),
  schema: (field) => decimal(field, placesOf(field, 4)),
  fault: placesFault,
  written: 'percent',
}
