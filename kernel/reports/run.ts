import { sql, type RawBuilder } from 'kysely'
import {
  compileToSql,
  grains,
  parseExpression,
  refuse,
  typeOf,
  withStageProbability,
  type FeelType,
  type Grouping,
  type Measure,
  type ReportDef,
} from '../../model/index.ts'
import { objectOf } from '../definitions/stored.ts'
import { conditionFor, visibleScope } from '../records/condition.ts'
import { fragment } from '../records/fragments.ts'
import { type Reader } from '../records/list.ts'
import { isTurnLong, nextTurn } from '../records/turn.ts'
import { table } from '../workspace/workspace.ts'
import { drill } from './drill.ts'
import { notWhole, ofNothing, overAll, parts, partsOf } from './measures.ts'
import { withParameters } from './parameters.ts'

export interface ReportRow {
  /** Values by group and measure name. */
  readonly values: Readonly<Record<string, string | number | boolean | null>>
  /** FEEL that gives exactly the records behind the row. */
  readonly where: string
  readonly count: number
}

export interface ReportResult {
  readonly object: string
  readonly groups: readonly Pick<Grouping, 'name' | 'label' | 'grain'>[]
  readonly measures: readonly Pick<Measure, 'name' | 'label'>[]
  readonly rows: readonly ReportRow[]
  readonly totals: Readonly<Record<string, string | number | null>>
  readonly where: string
  readonly count: number
}

const rowsMax = 2000

type Text = RawBuilder<unknown>

/**
 * Columns g0, g1, … and m0, m1, … in the order of groups and measures, and n, the number of records; t0, t1, …
 * and t are measures and number over all groups.
 */
type Figures = Readonly<
  Record<`g${number}`, string | boolean | null> & Record<`${'m' | 't'}${number}`, string | number | null>
> & { readonly n: number; readonly t: number }

/** Runs a report under the caller's grant, so that a figure never says more than the list behind it. */
export async function runReport(
  reader: Reader,
  name: string,
  given: Readonly<Record<string, unknown>> = {},
): Promise<ReportResult> {
  const report = Object.hasOwn(reader.definitions.reports, name)
    ? reader.definitions.reports[name]!
    : undefined
  if (
    !report ||
    (report.roles && !reader.actor.trusted && !report.roles.some((role) => reader.actor.roles.includes(role)))
  )
    throw refuse(
      'report_unknown',
      { zh: `没有报表“${name}”`, en: `There is no report "${name}"` },
      { status: 404 },
    )
  const object = objectOf(reader.definitions, report.object)
  const where = withParameters(reader, report, given)
  if (isTurnLong()) await nextTurn()
  const condition = conditionFor(reader, object, { where: where || undefined })
  const described = {
    object: object.name,
    groups: report.groups.map(({ name, label, grain }) => ({ name, label, ...(grain ? { grain } : {}) })),
    measures: report.measures.map(({ name, label }) => ({ name, label })),
    where,
  }
  if (!condition) return { ...described, rows: [], totals: {}, count: 0 }

  const scope = visibleScope(reader, object)
  const compiled = (source: string) =>
    fragment(
      compileToSql(parseExpression(source, scope), {
        scope,
        base: 't',
        now: reader.now,
        zone: reader.workspace.zone,
        as: 'value',
      }),
    )
  const types = report.groups.map((group) => typeOf(parseExpression(group.expression, scope), scope))
  const groups = report.groups.map(
    (group, i) =>
      sql`${cut(compiled(group.expression), group, types[i]!, reader.workspace.zone)} as ${sql.id(`g${i}`)}`,
  )
  const measures = report.measures.flatMap((measure, i) => {
    const of = measure.expression
      ? compiled(withStageProbability(reader.definitions, object.name, measure.expression))
      : null
    return partsOf(measure, of).map((part, j) => sql`${part} as ${sql.id(`m${i}${parts[j]}`)}`)
  })
  const by =
    report.groups.length > 0 ? sql`group by ${sql.join(report.groups.map((_, i) => sql.lit(i + 1)))}` : sql``
  const from = sql`from ${table(reader.workspace, object.name)} t where ${condition}`
  const shown = [
    ...report.groups.map((_, i) => shownGroup(i, types[i]!)),
    ...report.measures.map(
      (measure, i) => sql`${asTextOf(measure, sql.ref(`f.m${i}`))} as ${sql.id(`m${i}`)}`,
    ),
    ...report.measures.map(
      (measure, i) => sql`${asTextOf(measure, overAll(measure, i))} as ${sql.id(`t${i}`)}`,
    ),
    sql`f.n, sum(f.n) over ()::int as t`,
  ]
  // The records are read once: what all groups come to together is added up from the groups. Put in order as
  // numbers are, and only then written as text: "99" is less than "100".
  const { rows } = await sql<Figures>`
    select ${sql.join(shown)} from (select ${sql.join([...groups, ...measures, sql`count(*)::int as n`])} ${from} ${by}) f
    ${report.groups.length > 0 ? sql`order by ${orderOf(report)}` : sql``} limit ${Math.min(report.limit ?? rowsMax, rowsMax)}`.execute(
    reader.db,
  )
  return {
    ...described,
    rows: rows.map((row) => ({
      values: {
        ...Object.fromEntries(report.groups.map((group, i) => [group.name, row[`g${i}`] ?? null])),
        ...measured(report, 'm', row),
      },
      where: [
        where,
        ...report.groups.map((group, i) =>
          drill(group, types[i]!, row[`g${i}`] ?? null, reader.workspace.zone),
        ),
      ]
        .filter(Boolean)
        .map((part) => `(${part})`)
        .join(' and '),
      count: row.n,
    })),
    totals: measured(report, 't', rows[0] ?? {}),
    count: rows[0]?.t ?? 0,
  }
}

const measured = (report: ReportDef, column: 'm' | 't', row: Partial<Figures>) =>
  Object.fromEntries(
    report.measures.map((measure, i) => [
      measure.name,
      row[`${column}${i}`] ?? ofNothing[measure.of] ?? null,
    ]),
  )

/** Dates cut to their grain in the company's zone. */
function cut(expression: Text, group: Grouping, type: FeelType, zone: string): Text {
  if (!group.grain) return sql`(${expression})`
  if (!grains.includes(group.grain)) throw notWhole(group.name)
  const local =
    type === 'datetime' ? sql`((${expression}) at time zone ${zone}::text)` : sql`(${expression})::timestamp`
  return sql`to_char(date_trunc(${group.grain}::text, ${local}), 'YYYY-MM-DD')`
}

/** As text that reads the same in JSON and in FEEL. */
const shownGroup = (i: number, type: FeelType) =>
  type === 'boolean' ? sql.ref(`f.g${i}`) : sql`f.${sql.id(`g${i}`)}::text`
const asTextOf = (measure: Measure, value: Text): Text =>
  measure.of === 'count' ? value : sql`(${value})::text`

/** What is as much comes in the order of its groups, so that the same rows are shown every time. */
function orderOf(report: ReportDef) {
  const wanted = report.sort?.replace(/^-/, '')
  const direction = report.sort?.startsWith('-') ? sql`desc nulls last` : sql`asc nulls last`
  const measure = report.measures.findIndex(({ name }) => name === wanted)
  const group = Math.max(
    report.groups.findIndex(({ name }) => name === wanted),
    0,
  )
  const first = sql`${sql.ref(measure < 0 ? `f.g${group}` : `f.m${measure}`)} ${direction}`
  return sql.join([first, ...report.groups.map((_, i) => sql`${sql.ref(`f.g${i}`)} asc nulls last`)])
}
