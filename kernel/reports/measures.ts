import { sql, type RawBuilder } from 'kysely'
import { refuse, type Measure } from '../../model/index.ts'

type Text = RawBuilder<unknown>

/** A sum over nothing is 0, the least of nothing is nothing. */
export const ofNothing: Readonly<Partial<Record<Measure['of'], string | number>>> = { count: 0, sum: '0' }

/** Columns of a measure: itself, and for a mean the sum and the number it is made of. */
export const parts = ['', '_sum', '_count'] as const

/**
 * The columns of a measure over the records of a group.
 * @throws Refusal for a measure that is nothing known
 * @example partsOf(amount, sql`t.amount`) // [coalesce(sum(t.amount), 0)]
 */
export function partsOf(measure: Measure, expression: Text | null): readonly Text[] {
  const known = Object.hasOwn(aggregates, measure.of) && (measure.of === 'count' || expression)
  if (!known) throw notWhole(measure.name)
  const of = expression ?? sql`null`
  return [aggregates[measure.of](of), ...(measure.of === 'avg' ? [sql`sum(${of})`, sql`count(${of})`] : [])]
}

/** Each measure in SQL. What a definition says is looked up here and never becomes part of the statement. */
const aggregates: Readonly<Record<Measure['of'], (of: Text) => Text>> = {
  count: () => sql`count(*)::int`,
  sum: (of) => sql`coalesce(sum(${of}), 0)`,
  avg: (of) => sql`round(avg(${of}), 4)`,
  min: (of) => sql`min(${of})`,
  max: (of) => sql`max(${of})`,
}

/** A measure over all groups, which follows from theirs. */
export const overAll = (measure: Measure, i: number): Text =>
  totals[measure.of]((part = '') => sql.ref(`f.m${i}${part}`))

type ColumnOf = (part?: (typeof parts)[number]) => Text

const totals: Readonly<Record<Measure['of'], (column: ColumnOf) => Text>> = {
  count: (column) => sql`sum(${column()}) over ()::int`,
  sum: (column) => sql`sum(${column()}) over ()`,
  avg: (column) =>
    sql`round(sum(${column('_sum')}) over () / nullif(sum(${column('_count')}) over (), 0), 4)`,
  min: (column) => sql`min(${column()}) over ()`,
  max: (column) => sql`max(${column()}) over ()`,
}

/** Only of a definition that was never checked, see `checkReport`. */
export const notWhole = (name: string) =>
  refuse(
    'report_wrong',
    {
      zh: `报表中的“${name}”不完整，请管理员检查定义`,
      en: `"${name}" of this report is not whole: an administrator has to look at its definition`,
    },
    { status: 409 },
  )
