import { z } from 'zod'
import { declare, inBoth, type FieldKind } from '../field.ts'

/** A moment, ISO 8601 with a zone; stored and answered in UTC with milliseconds. */
export const datetime = declare<string>('datetime')

export const datetimeKind: FieldKind = {
  name: 'datetime',
  label: { zh: '日期时间', en: 'Date and time' },
  column: () => 'timestamptz',
  feel: 'datetime',
  index: 'btree',
  schema: () =>
    z.iso
      .datetime({
        offset: true,
        error: inBoth(
          '应为带时区的时间，例如 2026-03-05T08:30:00+08:00',
          'a moment with its zone such as 2026-03-05T08:30:00+08:00 is expected',
        ),
      })
      .transform((text) => new Date(text).toISOString())
      .meta({ override: { type: 'string', format: 'date-time' } }),
  written: 'moment',
  read: (raw) => (raw instanceof Date ? raw.toISOString() : raw),
}
