import { screenOf } from '../fields/kinds.ts'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import { columnsOf } from './columns.ts'
import { readColumns, writeColumns, type Column } from './views.ts'

type Fields = Readonly<Record<string, AnyField>>

/** A column as it is drawn: always with a width, and where it stays when the others scroll. */
export interface DrawnColumn extends Column {
  readonly width: number
  /** Distance from the left edge in pixels, of one that stays. */
  readonly left?: number
}

/** Room for the box that picks a row. */
export const pickPx = 36

/** How wide a column starts, by what its values look like. */
const widths: Readonly<Record<string, number>> = {
  text: 170,
  long_text: 240,
  auto_number: 130,
  choice: 112,
  multi_choice: 150,
  stage: 120,
  bool: 76,
  date: 104,
  datetime: 138,
  duration: 96,
  number: 96,
  percent: 84,
  money: 130,
  user: 92,
  department: 120,
  reference: 180,
  phone: 128,
  email: 190,
}

/** The columns of a list: those of the view, or those its definition names; pinned ones first. */
export function drawnColumns(
  object: ScreenObject,
  fields: Fields,
  cols: string | undefined,
): readonly DrawnColumn[] {
  const chosen = cols ? readColumns(cols).filter(({ name }) => fields[name]) : []
  const all: readonly Column[] =
    chosen.length > 0 ? chosen : columnsOf(object, fields).map((name) => ({ name }))
  const ordered = [...all.filter(({ pinned }) => pinned), ...all.filter(({ pinned }) => !pinned)]
  let left = pickPx
  return ordered.map((column) => {
    const width = column.width ?? startWidth(object, fields, column.name)
    const drawn = { ...column, width, ...(column.pinned ? { left } : {}) }
    left += width
    return drawn
  })
}

const startWidth = (object: ScreenObject, fields: Fields, name: string): number =>
  name === object.title ? 230 : (widths[String(fields[name]!.result ?? fields[name]!.type)] ?? 150)

/** The columns with one of them changed, as the state of the list. */
export const withColumn = (columns: readonly Column[], name: string, change: Partial<Column>): string =>
  writeColumns(columns.map((one) => (one.name === name ? { ...one, ...change } : one)).map(kept))

/** One column moved by so many places, among those that stay or those that scroll. */
export function movedColumn(columns: readonly Column[], name: string, by: number): string {
  const from = columns.findIndex((one) => one.name === name)
  const to = Math.min(Math.max(from + by, 0), columns.length - 1)
  const rest = columns.filter((one) => one.name !== name)
  return writeColumns([...rest.slice(0, to), columns[from]!, ...rest.slice(to)].map(kept))
}

export const withoutColumn = (columns: readonly Column[], name: string): string =>
  writeColumns(columns.filter((one) => one.name !== name).map(kept))

export const withNewColumn = (columns: readonly Column[], name: string): string =>
  writeColumns([...columns.map(kept), { name }])

/** Everything up to the column stays while the rest scrolls; once more, and nothing does. */
export function pinnedUpTo(columns: readonly Column[], name: string): string {
  const at = columns.findIndex((one) => one.name === name)
  const last = columns.filter(({ pinned }) => pinned).length - 1
  return writeColumns(columns.map((one, i) => ({ ...kept(one), pinned: at !== last && i <= at })))
}

const kept = ({ name, width, pinned }: Column): Column => ({
  name,
  ...(width ? { width } : {}),
  ...(pinned ? { pinned } : {}),
})

export const isRight = (field: AnyField): boolean => screenOf(field).align === 'right'

/** A computed field is looked at as what it comes to. */
export const asValue = (field: AnyField): AnyField => ({ ...field, type: String(field.result ?? field.type) })

/** Kinds whose values have a sum. */
export const isSummed = (field: AnyField | undefined): boolean =>
  field !== undefined && screenOf(asValue(field)).sums === true

/** Kinds whose rows can be put together: a handful of values, each with a name. */
export const isGrouping = (name: string, field: AnyField | undefined): boolean =>
  field !== undefined && (screenOf(field).gathers === true || name === 'owner')
