import { sql, type RawBuilder } from 'kysely'
import type { SqlText } from '../../model/index.ts'

/** SQL text with `$n` placeholders as a fragment that can stand in a larger statement. */
export function fragment({ text, params }: SqlText): RawBuilder<unknown> {
  if (params.length === 0) return sql.raw(text)
  const parts = text.split(/\$(\d+)/)
  return sql.join(parts.map((part, i) => (i % 2 === 0 ? sql.raw(part) : sql`${params[Number(part) - 1]}`)), sql.raw(''))
}
