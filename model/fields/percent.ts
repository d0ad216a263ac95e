import { declare, type FieldKind } from '../field.ts'
import { decimal, plainDecimal } from './number.ts'

/** A share in percent: "5.01" is 5.01 %. Four digits after the point unless `scale` says otherwise. */
export const percent = declare<string>('percent')

export const percentKind: FieldKind = {
  name: 'percent',
  label: { zh: '百分比', en: 'Percent' },
  column: () => 'numeric',
  feel: 'number',
  index: 'btree',
  schema: (field) => decimal(field, (field as { scale?: number }).scale ?? 4),
  fromText: (cell) => plainDecimal(cell).replace(/[%％]$/, ''),
}
