import {
  atLeast,
  kindOf,
  type AnyRow,
  type Definitions,
  type Field,
  type ObjectDef,
} from '../../model/index.ts'
import { storedFields } from '../definitions/stored.ts'

export type Stored = Readonly<Record<string, unknown>>

/** A database row as the API shows it. Columns that no definition names stay behind. */
export function toRecord(object: ObjectDef, definitions: Definitions, raw: Stored): AnyRow {
  const record: Record<string, unknown> = {}
  for (const [name, reader] of readersOf(object, definitions)) {
    const value = raw[name]
    record[name] = value === null || value === undefined ? null : reader ? reader(value) : value
  }
  return record as AnyRow
}

type Reader = ((raw: unknown) => unknown) | null
function readersOf(object: ObjectDef, definitions: Definitions): readonly (readonly [string, Reader])[] {
  const known = readers.get(object)
  if (known) return known
  const made = Object.entries(storedFields(object, definitions)).map(([name, field]) => {
    const kind = kindOf(field)
    // `version` is an integer column and reads as a JSON number.
    return [
      name,
      kind.read && name !== 'version'
        ? (raw: unknown) => kind.read!(raw, field)
        : isExactNumber(field) && name !== 'version'
          ? plainOf(field)
          : null,
    ] as const
  })
  readers.set(object, made)
  return made
}
const readers = new WeakMap<ObjectDef, readonly (readonly [string, Reader])[]>()

const isExactNumber = (field: Field) =>
  kindOf(field).column!(field).startsWith('numeric') && !kindOf(field).column!(field).includes('(')
/** `12.500000` reads as `12.5`; money keeps the digits of its column, or no fewer than its `least`. */
const plainOf = (field: Field) => (raw: unknown) => (typeof raw === 'string' ? shownDecimal(raw, field) : raw)

/**
 * The text of a column without a scale as it is shown: no zeros at the end beyond the `least` digits of its
 * field. @example shownDecimal('12.5000', { type: 'money', least: 2 }) // '12.50'
 */
export const shownDecimal = (text: string, field: Field): string =>
  atLeast(text.includes('.') ? text.replace(/\.?0+$/, '') : text, (field as { least?: number }).least ?? 0)

/** A value as the driver takes it. */
export function toParameter(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null
  return kindOf(field).write?.(value, field) ?? value
}
