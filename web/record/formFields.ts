import { hasRows, screenOf } from '../fields/kinds.ts'
import { isEmpty } from '../fields/screen.ts'
import { isWritable, type AnyField, type AnyRow, type ScreenObject } from '../ground/definitions.ts'

type Fields = Readonly<Record<string, AnyField>>
type Values = Readonly<Record<string, unknown>>

/**
 * The rows of a form that is filled in: as the definition lays them out, then whatever else must or may be
 * typed.
 */
export function formRows(object: ScreenObject, fields: Fields): readonly (readonly string[])[] {
  const typed = (name: string) => fields[name] !== undefined && isWritable(fields[name])
  const laid = (object.form ?? []).map((row) => row.filter(typed)).filter((row) => row.length > 0)
  const there = new Set(laid.flat())
  const own = Object.keys(object.fields).filter((name) => typed(name) && !there.has(name))
  // A laid-out form is the definition's choice: beside it only what is required, the company's own fields,
  // and lines.
  const rest =
    laid.length > 0
      ? own.filter((name) => fields[name]!.required || name.startsWith('x_') || hasRows(fields[name]))
      : own
  const lines = rest.filter((name) => hasRows(fields[name]))
  return [...laid, ...pairs(rest.filter((name) => !lines.includes(name))), ...lines.map((name) => [name])]
}

/** The rows of facts on a record's page: the form with what is computed, then what else has a value. */
export function factRows(
  object: ScreenObject,
  fields: Fields,
  record: Values,
): {
  readonly main: readonly (readonly string[])[]
  readonly lines: readonly string[]
  readonly other: readonly string[]
} {
  const isLines = (name: string) => hasRows(fields[name])
  const laid = (object.form ?? formRows(object, fields))
    .map((row) => row.filter((name) => fields[name] && !isLines(name)))
    .filter((row) => row.length > 0)
  const there = new Set(laid.flat())
  const own = Object.keys(object.fields).filter((name) => fields[name] && !there.has(name))
  const retold = new Set(
    own.flatMap((name) =>
      isEmpty(record[name]) ? [] : ((fields[name]!.instead_of as string | undefined) ?? []),
    ),
  )
  const isTold = (name: string) => there.has(fields[name]!.instead_of as string)
  const worth = own.filter(
    (name) =>
      !isLines(name) &&
      !retold.has(name) &&
      !isTold(name) &&
      (name.startsWith('x_') || (!isEmpty(record[name]) && !isHouseId(fields[name]!, record[name]))),
  )
  return {
    main: laid,
    lines: own
      .filter(isLines)
      .concat((object.form ?? []).flat().filter(isLines))
      .filter((name, at, all) => all.indexOf(name) === at),
    other: worth,
  }
}

/** Ids that the house keeps as text say nothing to people. */
export const isHouseId = (field: AnyField, value: unknown): boolean =>
  screenOf(field).filter === 'text' &&
  field.readonly === true &&
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(value))

const pairs = (names: readonly string[]): readonly (readonly string[])[] =>
  names.flatMap((_, at) => (at % 2 === 0 ? [names.slice(at, at + 2)] : []))

/** What a new record starts with: defaults, then what the link says. */
export function startValues(fields: Fields, given: Values): Record<string, unknown> {
  const defaults = Object.entries(fields)
    .filter(([, field]) => field.default !== undefined && isWritable(field))
    .map(([name, field]) => [name, field.default])
  const known = Object.entries(given).filter(([name]) => fields[name] && isWritable(fields[name]))
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(known) }
}

/** Only what was changed goes to the server. */
export const changedValues = (before: Values, after: Values): Record<string, unknown> =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => !isSame(before[name], value)))

export const isSame = (a: unknown, b: unknown): boolean =>
  (isEmpty(a) && isEmpty(b)) || a === b || JSON.stringify(a) === JSON.stringify(b)

/** A child row as the server takes it: its id and what may be typed. */
export const typedRow = (row: Values, fields: Fields, by: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([name]) => name === 'id' || (name !== by && fields[name] !== undefined && isWritable(fields[name])),
    ),
  )

/** What others changed between two states of a record, leaving out what the house keeps for itself. */
export function changedByOthers(base: AnyRow, now: AnyRow, fields: Fields): readonly string[] {
  return Object.keys(fields).filter(
    (name) => !['version', 'updated_at', 'id'].includes(name) && !isSame(base[name], now[name]),
  )
}
