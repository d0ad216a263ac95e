import { screenOf } from '../fields/kinds.ts'
import { isEmpty } from '../fields/screen.ts'
import { isWritable, type AnyField, type ScreenObject } from '../ground/definitions.ts'

/**
 * Columns of child rows: what the definition lists, or every field but the one that points back; the unused
 * computed and system ones stay away.
 */
export function lineColumns(
  child: ScreenObject,
  by: string,
  rows: readonly Readonly<Record<string, unknown>>[] | 'editing',
): readonly string[] {
  const declared = (child.list?.columns ?? []).filter((name) => child.fields[name] && name !== by)
  const own = Object.entries(child.fields)
    .filter(([name, field]) => name !== by && !screenOf(field as AnyField).roomy)
    .map(([name]) => name)
  if (rows === 'editing') {
    const typed = own.filter((name) => isWritable(child.fields[name]!) && !declared.includes(name))
    return declared.length > 0 ? [...declared, ...typed.filter((name) => child.fields[name]!.required)] : own
  }
  return declared.length > 0
    ? declared
    : own.filter((name) => rows.some((row) => !isEmpty(row[name])) || child.fields[name]!.required)
}

/** A new row starts with the defaults of its fields. */
export const newLine = (fields: Readonly<Record<string, AnyField>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => field.default !== undefined && isWritable(field))
      .map(([name, field]) => [name, field.default]),
  )
