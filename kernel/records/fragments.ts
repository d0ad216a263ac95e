import { CompiledQuery, sql, type Kysely, type RawBuilder } from 'kysely'
import type { SqlText } from '../../model/index.ts'

/*
 * Here alone SQL that was put together as text meets the driver (tidy.test.ts holds it so). Such a text is
 * made of the words of the code, of names quoted by `quoteName`, and of placeholders: nothing that a
 * definition or a caller says stands in it.
 */

/** SQL text with `$n` placeholders as a fragment that can stand in a larger statement. */
export function fragment({ text, params }: SqlText): RawBuilder<unknown> {
  if (params.length === 0) return sql.raw(text)
  const parts = text.split(/\$(\d+)/)
  return sql.join(
    parts.map((part, i) => (i % 2 === 0 ? sql.raw(part) : sql`${params[Number(part) - 1]}`)),
    sql.raw(''),
  )
}

/** The same with a column in the place of each placeholder: one condition for many sets of values. */
export const withColumns = (text: string, alias: string, columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(
    text
      .split(/\$(\d+)/)
      .map((part, i) => (i % 2 === 0 ? sql.raw(part) : sql`${sql.id(alias, columns[Number(part) - 1]!)}`)),
    sql.raw(''),
  )

/** Runs SQL text with `$n` placeholders as a statement of its own; answers its rows. */
export const runText = async <R>(db: Kysely<any>, { text, params }: SqlText): Promise<readonly R[]> =>
  (await db.executeQuery<R>(CompiledQuery.raw(text, [...params]))).rows
