import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** A day without a zone, `YYYY-MM-DD`. */
export const date = declare<string>('date')

export const dateKind: FieldKind = {
  name: 'date',
  label: { zh: '日期', en: 'Date' },
  column: () => 'date',
  feel: 'date',
  index: 'btree',
  schema: () => z.iso.date(),
  fromText: (cell) => isoDate(cell),
}

/** `2026/1/5`, `2026年1月5日`, `20260105`, and `1/5/2026` (month first, as spreadsheets in English write it). */
export function isoDate(cell: string): string {
  const text = cell.trim().replace(/\s+\d{1,2}:\d{2}(:\d{2})?$/, '')
  const yearFirst = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (yearFirst) return `${yearFirst[1]}-${pad(yearFirst[2])}-${pad(yearFirst[3])}`
  const monthFirst = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  if (monthFirst) return `${monthFirst[3]}-${pad(monthFirst[1])}-${pad(monthFirst[2])}`
  return text
}

const pad = (digits = '') => digits.padStart(2, '0')
