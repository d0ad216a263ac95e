import { z } from 'zod'
import type { FieldKind, FieldOptions, Valued } from '../field.ts'

/**
 * Child rows: records of another object whose `by` field points back here.
 * Written with the parent in one transaction; rows with an `id` are changed, rows without are added, rows
 * left out are removed.
 */
export const lines = <const T extends string, const O extends FieldOptions = {}>(
  of: T,
  by: string,
  options?: O,
) =>
  ({ type: 'lines', of, by, ...options }) as unknown as {
    readonly type: string
    readonly of: T
    readonly by: string
  } & O &
    Valued<Record<string, unknown>[]>

export const linesKind: FieldKind = {
  name: 'lines',
  label: { zh: '明细行', en: 'Lines' },
  childRows: true,
  feel: 'list',
  schema: () => z.array(z.record(z.string(), z.unknown())).max(2000),
}
