import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** A moment, ISO 8601 with a zone; stored and answered in UTC with milliseconds. */
export const datetime = declare<string>('datetime')

export const datetimeKind: FieldKind = {
  name: 'datetime',
  label: { zh: '日期时间', en: 'Date and time' },
  column: () => 'timestamptz',
  feel: 'datetime',
  index: 'btree',
  schema: () => z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()).meta({ override: { type: 'string', format: 'date-time' } }),
  read: (raw) => (raw instanceof Date ? raw.toISOString() : raw),
}
