import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** The id of a record of whatever object; another field of the row says which. */
export const anyRecord = declare<string>('any_record')

export const anyRecordKind: FieldKind = {
  name: 'any_record',
  label: { zh: '任意记录', en: 'Any record' },
  column: () => 'uuid',
  noCell: true,
  pointsAnywhere: true,
  feel: 'string',
  index: 'btree',
  schema: () => z.uuid(),
}
