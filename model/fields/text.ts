import { z } from 'zod'
import { declare, inBoth, type Field, type FieldKind } from '../field.ts'
import { textFormats } from './textFormats.ts'

/** One line of text; `max` characters, 500 unless told; `format` names one of `textFormats`. */
export const text = declare<string>('text')

export const textKind: FieldKind = {
  name: 'text',
  label: { zh: '单行文本', en: 'Text' },
  column: () => 'text',
  feel: 'string',
  index: 'btree',
  schema: (field) => {
    const format = formatOf(field)
    return z
      .string()
      .transform((value) => {
        const line = trimmed(value.replace(/[\t\r\n]+/g, ' '))
        return format ? format.tidy(line) : line
      })
      .pipe(typed((field as { max?: number }).max ?? 500))
      .superRefine((value, context) => {
        const wrong = value === '' ? null : format?.fault(value)
        if (wrong) context.addIssue({ code: 'custom', message: inBoth(wrong.zh, wrong.en) })
      })
      .meta({ override: { type: 'string', maxLength: (field as { max?: number }).max ?? 500 } })
  },
}

/** The format that a text field names; a definition that names an unknown one is broken. */
export function formatOf(field: Field) {
  const name = (field as { format?: string }).format
  if (name === undefined) return undefined
  const format = Object.hasOwn(textFormats, name) ? textFormats[name] : undefined
  if (!format) throw new Error(`No text format "${name}"`)
  return format
}

/**
 * Text as it was typed, of at most `max` characters; what cannot be stored is refused, what merely cannot be
 * seen is kept.
 */
export const typed = (max: number) => z.string().max(max).refine(withoutNul, { error: 'NUL' })

/** Without blanks of any width at both ends, those of no width included. */
export const trimmed = (value: string): string =>
  value.replace(/^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g, '')

/** PostgreSQL text cannot hold U+0000 nor half a surrogate pair; a caller is told instead of losing it. */
export const withoutNul = (value: string) => !value.includes('\u0000') && value.isWellFormed()
