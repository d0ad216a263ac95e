import { z } from 'zod'
import { inBoth, type FieldKind, type FieldOptions, type Valued } from '../field.ts'
import type { Label } from '../refuse.ts'
import { withoutNul } from './text.ts'

export interface JsonOptions extends FieldOptions {
  /** The value is a list of rows with these columns, and is read and typed as a table. */
  readonly columns?: Readonly<Record<string, Label>>
  /**
   * An action's rows start as those of this field of the record; only columns that these leave empty are
   * typed.
   */
  readonly starts_from?: string
  /**
   * The value is a list of rows with a `code` and figures; a row is read as the sentence of its code, with
   * the figures in their `{{blanks}}`.
   */
  readonly sentences?: Readonly<Record<string, Label>>
  /** The text field that says the same in one language; where this one is shown, that one is left out. */
  readonly instead_of?: string
}

/** Free structured data, at most 64 KB as text. */
export const json = <const O extends JsonOptions = {}>(options?: O) =>
  ({ type: 'json', ...options }) as unknown as { readonly type: string } & O & Valued<unknown>

export const jsonKind: FieldKind = {
  name: 'json',
  label: { zh: '结构化数据', en: 'Structured data' },
  column: () => 'jsonb',
  noCell: true,
  feel: 'any',
  schema: () =>
    z
      .unknown()
      .refine(
        (value) => JSON.stringify(value ?? null).length <= 65_536,
        inBoth('最多 64 KB', 'at most 64 KB'),
      )
      .refine((value) => withoutNul(JSON.stringify(value ?? null).replaceAll('\\u0000', '\u0000')), {
        error: 'NUL',
      }),
  write: (value) => JSON.stringify(value),
}
