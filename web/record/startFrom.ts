import { screenOf } from '../fields/kinds.ts'
import { isWritable, targetOf, type AnyField } from '../ground/definitions.ts'
import type { FullRecord } from '../ground/records.ts'

interface Making {
  /** Fields of the object to be made. */
  readonly fields: Readonly<Record<string, AnyField>>
  /** Its field that will point at the record. */
  readonly by: string
}

/**
 * What a new record starts with when it is made from another: it points at that one, and where both point at
 * the same kind of thing under the same name, at the same thing: a follow-up of a deal is with the customer
 * of the deal. Only what the maker may see.
 */
export function startFrom(
  record: FullRecord,
  from: Readonly<Record<string, AnyField>>,
  { fields, by }: Making,
): Readonly<Record<string, string>> {
  const shared = Object.entries(fields).flatMap(([name, field]) => {
    const id = record[name]
    const alike =
      screenOf(field).carried &&
      from[name] !== undefined &&
      screenOf(from[name]).carried &&
      targetOf(field) === targetOf(from[name])
    return alike && isWritable(field) && typeof id === 'string' && record._titles?.[id] ? [[name, id]] : []
  })
  return { ...(Object.fromEntries(shared) as Record<string, string>), [by]: record.id }
}
