import { screenOf } from '../fields/kinds.ts'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'

/**
 * The columns of a list: those its definition names, or a handful that make sense. Those the person may not
 * see are not there.
 */
export function columnsOf(
  object: ScreenObject,
  fields: Readonly<Record<string, AnyField>>,
): readonly string[] {
  const declared = object.list?.columns?.filter((name) => fields[name])
  if (declared && declared.length > 0)
    return [...declared, ...companyFields(object).filter((name) => !declared.includes(name))]
  const own = Object.entries(object.fields)
    .filter(([, field]) => !screenOf(field as AnyField).roomy)
    .map(([name]) => name)
  return [
    ...new Set([
      'number',
      object.title ?? 'number',
      ...(fields.stage ? ['stage'] : []),
      ...own.slice(0, 5),
      'owner',
    ]),
  ].filter((name) => fields[name])
}

/** What the company added itself is worth a column until it says otherwise. */
const companyFields = (object: ScreenObject) =>
  Object.entries(object.fields)
    .filter(([name, field]) => name.startsWith('x_') && !screenOf(field as AnyField).roomy)
    .map(([name]) => name)
    .slice(0, 3)

/** What a card has room for beside the title: three facts. */
export const cardColumns = (columns: readonly string[], title: string | undefined, most = 3) =>
  columns.filter((name) => name !== title && name !== 'number' && name !== 'stage').slice(0, most)

/** Fields a list offers to filter by at once; the rest come from "more". */
export function firstFilters(
  object: ScreenObject,
  fields: Readonly<Record<string, AnyField>>,
  filterable: readonly string[],
): readonly string[] {
  const declared = (object.list?.filters ?? []).filter((name) => filterable.includes(name))
  if (declared.length > 0) return declared
  return [
    ...(fields.stage ? ['stage'] : []),
    ...columnsOf(object, fields).filter(
      (name) => name !== 'stage' && screenOf(fields[name]!).filter !== 'text' && name !== 'number',
    ),
  ]
    .filter((name) => filterable.includes(name))
    .slice(0, 5)
}
