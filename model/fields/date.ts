import { z } from 'zod'
import { declare, inBoth, type FieldKind } from '../field.ts'

/** A day without a zone, `YYYY-MM-DD`. */
export const date = declare<string>('date')

export const dateKind: FieldKind = {
  name: 'date',
  label: { zh: '日期', en: 'Date' },
  column: () => 'date',
  feel: 'date',
  index: 'btree',
  schema: () => z.iso.date(inBoth('应为日期，例如 2026-03-05', 'a date such as 2026-03-05 is expected')),
  written: 'day',
}
