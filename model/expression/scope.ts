/**
 * The types a field or an expression can have. `duration` covers days-and-time and years-and-months; a column
 * holds days-and-time.
 */
export type FeelType =
  'number' | 'string' | 'boolean' | 'date' | 'datetime' | 'time' | 'duration' | 'list' | 'context' | 'any'

/**
 * What one name means, and where it lives in SQL.
 *
 * - `value` with a `column` (unquoted) is a column of the base row; without one it is a parameter: `me`,
 *   `my_departments`.
 *   `uuid` says that the column holds ids (a string), or an array of them (a list), and not text.
 * - `reference` is a uuid column; bare it is the id, with a path it goes through `table` (schema-qualified,
 *   already quoted).
 * - `collection` is the child rows whose `by` column holds the id of the base row, without deleted ones when
 *   `live`.
 */
export type Entry =
  | { readonly is: 'value'; readonly type: FeelType; readonly column?: string; readonly uuid?: true }
  | { readonly is: 'reference'; readonly column: string; readonly table: string; readonly scope: () => Scope }
  | {
      readonly is: 'collection'
      readonly table: string
      readonly by: string
      readonly live?: boolean
      readonly scope: () => Scope
    }

/** What names an expression over an object may use. */
export type Scope = Readonly<Record<string, Entry>>

export const findEntry = (scope: Scope | undefined, name: string): Entry | undefined =>
  scope !== undefined && Object.hasOwn(scope, name) ? scope[name] : undefined
