import { kindOf, type AnyRow, type ObjectDef } from '../../model/index.ts'

/** The name by which a record is shown. */
export const titleOf = (object: ObjectDef, record: AnyRow) =>
  String(record[object.title ?? 'number'] ?? record.number ?? '')

/** Child rows are found by the record above them. */
export const isSearched = (object: ObjectDef): boolean =>
  !object.unsearchable && !('inherit' in object.access)

/**
 * Stands among the tokens, so that the index alone finds the few rows of one object among the many of
 * another. No text makes it.
 */
export const objectToken = (name: string) => `is:${name}`

/**
 * Fields of text that are searched beside the number: the title, those marked `search`, telephones and
 * addresses of mail always.
 */
export const searchedFields = (object: ObjectDef): readonly string[] =>
  Object.entries(object.fields)
    .filter(
      ([name, field]) =>
        (field.search || name === object.title || kindOf(field).reaches) &&
        kindOf(field).feel === 'string' &&
        kindOf(field).column,
    )
    .map(([name]) => name)

/** Everything of a record that is searched, a line each. */
export const textOf = (object: ObjectDef, record: AnyRow): string =>
  ['number', ...searchedFields(object)]
    .map((name) => record[name])
    .filter((part) => typeof part === 'string' && part !== '')
    .join('\n')
    .slice(0, 4000)
