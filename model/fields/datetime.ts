import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** A moment, ISO 8601 with a zone; stored and answered in UTC with milliseconds. */
export const datetime = declare<string>('datetime')

export const datetimeKind: FieldKind = {
  name: 'datetime',
  label: { zh: '日期时间', en: 'Date and time' },
  column: () => 'timestamptz',
  feel: 'datetime',
  sqlJson: momentJson,
  index: 'btree',
  schema: () => z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()).meta({ override: { type: 'string', format: 'date-time' } }),
  read: (raw) => (raw instanceof Date ? raw.toISOString() : raw),
}

/** ISO 8601 in UTC with milliseconds, as `Date.toISOString` writes it. */
export function momentJson(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
