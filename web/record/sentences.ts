import type { Label } from '../../model/refuse.ts'
import { sayRows } from '../../model/sayRow.ts'
import { isEmpty } from '../fields/screen.ts'
import type { AnyField } from '../ground/definitions.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * The field of codes and figures that says what a text says, in every language; `of` is the name of the text.
 */
interface ToldBy {
  readonly name: string
  readonly of: string
  readonly field: AnyField
}

/**
 * Where a record keeps this text of it as codes and figures, too: those, with the field that words them.
 * Older rows have the text only, and what a text was before is that text.
 */
export function sentencesInstead(
  field: AnyField,
  text: unknown,
  record: Values | undefined,
): { readonly field: AnyField; readonly value: unknown } | undefined {
  const by = field.told_by as ToldBy | undefined
  return by && record && record[by.of] === text && !isEmpty(record[by.name])
    ? { field: by.field, value: record[by.name] }
    : undefined
}

/**
 * A text of a record in the words of the reader, line by line; older rows as they were written.
 * @example readLines(fields.approval_reasons, quote.approval_reasons, quote, label) // ['Discount of 6 %,
 * over 5 %']
 */
export function readLines(
  field: AnyField | undefined,
  text: unknown,
  record: Values,
  label: (label: Label) => string,
): readonly string[] {
  const told = field && sentencesInstead(field, text, record)
  if (told)
    return sayRows(told.value, (told.field.sentences ?? {}) as Readonly<Record<string, Label>>).map((one) =>
      label(one),
    )
  return typeof text === 'string' ? text.split('\n').filter(Boolean) : []
}
