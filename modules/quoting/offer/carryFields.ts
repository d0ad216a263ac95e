/** The named fields of a row, for the record that is made after it. */
export const carryFields = <R extends object>(
  row: R,
  names: readonly (keyof R & string)[],
): Record<string, unknown> => Object.fromEntries(names.map((name) => [name, row[name]]))
