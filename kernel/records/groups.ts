import { sql } from 'kysely'
import { compileToSql, parseExpression, typeOf, type ObjectDef } from '../../model/index.ts'
import { table } from '../workspace/workspace.ts'
import { conditionFor, visibleScope } from './condition.ts'
import { fragment } from './fragments.ts'
import type { Reader } from './list.ts'
import { isTurnLong, nextTurn } from './turn.ts'

export interface GroupsQuery {
  readonly where?: string
  /** Field whose values make the groups; one group of all without it. */
  readonly by?: string
  /** Fields to add up. */
  readonly sums: readonly string[]
}

export interface Group {
  readonly value: string | boolean | null
  readonly count: number
  /** Decimals as text, by field. */
  readonly sums: Readonly<Record<string, string>>
}

export interface Groups {
  readonly groups: readonly Group[]
  /** There are more groups than are told. */
  readonly capped: boolean
  /** Currencies among the records, where they have one each: amounts of several have no sum. */
  readonly currencies: readonly string[]
}

const groupsMax = 200

/**
 * How many records there are by the values of a field, and what their figures come to, under the caller's
 * grant: never more than the list behind it.
 * @example await groupRecords(reader, opportunity, { by: 'stage', sums: ['amount'] })
 */
export async function groupRecords(
  reader: Reader,
  object: ObjectDef,
  { where, by, sums }: GroupsQuery,
): Promise<Groups> {
  if (isTurnLong()) await nextTurn()
  const condition = conditionFor(reader, object, { where })
  if (!condition) return { groups: [], capped: false, currencies: [] }
  const scope = visibleScope(reader, object)
  const compiled = (name: string) => {
    const expression = parseExpression(name, scope)
    const text = fragment(
      compileToSql(expression, {
        scope,
        base: 't',
        now: reader.now,
        zone: reader.workspace.zone,
        as: 'value',
      }),
    )
    return { text, type: typeOf(expression, scope) }
  }
  const group = by ? compiled(by) : undefined
  const value = group ? (group.type === 'boolean' ? group.text : sql`(${group.text})::text`) : sql`null::text`
  const figures = sums.map(
    (name, i) => sql`coalesce(sum(${compiled(name).text}), 0)::text as ${sql.id(`s${i}`)}`,
  )
  const hasCurrency = Object.hasOwn(object.fields, 'currency') && Object.hasOwn(scope, 'currency')
  const currencies = hasCurrency
    ? sql`array_agg(distinct ${compiled('currency').text}::text)`
    : sql`array[]::text[]`
  type Row = Readonly<Record<`s${number}`, string>> & {
    readonly value: string | boolean | null
    readonly n: number
    readonly currencies: readonly (string | null)[]
  }
  const { rows } = await sql<Row>`
    select ${sql.join([sql`${value} as value`, sql`count(*)::int as n`, sql`${currencies} as currencies`, ...figures])}
    from ${table(reader.workspace, object.name)} t where ${condition}
    ${group ? sql`group by 1` : sql``} order by 2 desc, 1 limit ${groupsMax + 1}`.execute(reader.db)
  return {
    groups: rows.slice(0, groupsMax).map((row) => ({
      value: row.value,
      count: row.n,
      sums: Object.fromEntries(sums.map((name, i) => [name, row[`s${i}`] ?? '0'])),
    })),
    capped: rows.length > groupsMax,
    currencies: [...new Set(rows.flatMap((row) => row.currencies ?? []))].filter((one) => one !== null),
  }
}
