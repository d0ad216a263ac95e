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
import { addDays, localDate } from '../../model/index.ts'
import { objectOf } from '../definitions/stored.ts'
import { conditionFor, visibleScope } from '../records/condition.ts'
import { fragment } from '../records/fragments.ts'
import { type Reader } from '../records/list.ts'
import { isTurnLong, nextTurn } from '../records/turn.ts'
import { table } from '../workspace/workspace.ts'

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

/** Columns g0, g1, … and m0, m1, … in the order of groups and measures, and n, the number of records. */
type Figures = Readonly<
  Record<`g${number}`, string | boolean | null> & Record<`m${number}`, string | number | null>
> & { readonly n: number }

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
  const measures = report.measures.map(
    (measure, i) =>
      sql`${aggregate(measure, measure.expression ? compiled(withStageProbability(reader.definitions, object.name, measure.expression)) : null)} as ${sql.id(`m${i}`)}`,
  )
  const by =
    report.groups.length > 0 ? sql`group by ${sql.join(report.groups.map((_, i) => sql.lit(i + 1)))}` : sql``
  const from = sql`from ${table(reader.workspace, object.name)} t where ${condition}`
  const shown = [
    ...report.groups.map((_, i) => shownGroup(i, types[i]!)),
    ...report.measures.map((measure, i) => shownMeasure(i, measure)),
    sql`f.n`,
  ]
  // Put in order as numbers are, and only then written as text: "99" is less than "100".
  const { rows } = await sql<Figures>`
    select ${sql.join(shown)} from (select ${sql.join([...groups, ...measures, sql`count(*)::int as n`])} ${from} ${by}) f
    ${report.groups.length > 0 ? sql`order by ${orderOf(report)}` : sql``} limit ${Math.min(report.limit ?? rowsMax, rowsMax)}`.execute(
    reader.db,
  )
  const totals = await sql<Figures>`
    select ${sql.join(shown.slice(report.groups.length))} from (select ${sql.join([...measures, sql`count(*)::int as n`])} ${from}) f`.execute(
    reader.db,
  )
  return {
    ...described,
    rows: rows.map((row) => ({
      values: {
        ...Object.fromEntries(report.groups.map((group, i) => [group.name, row[`g${i}`] ?? null])),
        ...measured(report, row),
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
    totals: measured(report, totals.rows[0]!),
    count: totals.rows[0]!.n,
  }
}

const measured = (report: ReportDef, row: Figures) =>
  Object.fromEntries(
    report.measures.map((measure, i) => [measure.name, row[`m${i}`] ?? (measure.of === 'count' ? 0 : null)]),
  )

function aggregate(measure: Measure, expression: Text | null): Text {
  const known = Object.hasOwn(aggregates, measure.of) && (measure.of === 'count' || expression)
  if (!known) throw notWhole(measure.name)
  return aggregates[measure.of](expression ?? sql`null`)
}

/** Each measure in SQL. What a definition says is looked up here and never becomes part of the statement. */
const aggregates: Readonly<Record<Measure['of'], (of: Text) => Text>> = {
  count: () => sql`count(*)::int`,
  sum: (of) => sql`coalesce(sum(${of}), 0)`,
  avg: (of) => sql`round(avg(${of}), 4)`,
  min: (of) => sql`min(${of})`,
  max: (of) => sql`max(${of})`,
}

/** Only of a definition that was never checked, see `checkReport`. */
const notWhole = (name: string) =>
  refuse(
    'report_wrong',
    {
      zh: `报表中的“${name}”不完整，请管理员检查定义`,
      en: `"${name}" of this report is not whole: an administrator has to look at its definition`,
    },
    { status: 409 },
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
const shownMeasure = (i: number, measure: Measure) =>
  measure.of === 'count' ? sql.ref(`f.m${i}`) : sql`f.${sql.id(`m${i}`)}::text`

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

/** The condition that picks one value of a group out of the records. */
function drill(group: Grouping, type: FeelType, value: string | boolean | null, zone: string): string {
  const grouped = `(${group.expression})`
  if (value === null) return `${grouped} = null`
  if (!group.grain) return `${grouped} = ${literalOf(type, value)}`
  const from = value as string
  const to = nextStart(from, group.grain)
  const moment = (day: string) =>
    type === 'date' ? `date("${day}")` : `date and time("${day}T00:00:00@${zone}")`
  return `${grouped} >= ${moment(from)} and ${grouped} < ${moment(to)}`
}

function literalOf(type: FeelType, value: string | boolean): string {
  if (type === 'number' || type === 'boolean') return String(value)
  if (type === 'date') return `date("${value}")`
  return type === 'datetime'
    ? `date and time("${new Date(String(value)).toISOString()}")`
    : JSON.stringify(value)
}

function nextStart(day: string, grain: NonNullable<Grouping['grain']>): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  if (grain === 'day') return addDays(day, 1)
  if (grain === 'week') return addDays(day, 7)
  const months = { month: 1, quarter: 3, year: 12 }[grain]
  const next = year * 12 + (month - 1) + months
  return `${Math.floor(next / 12)}-${String((next % 12) + 1).padStart(2, '0')}-01`
}

/**
 * Parameters stand in the condition as `p_name` and are put in as literals of their type, so that a
 * drill-down needs nothing else.
 */
function withParameters(reader: Reader, report: ReportDef, given: Readonly<Record<string, unknown>>): string {
  const parameters = report.parameters ?? {}
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(parameters, name))
  if (unknown)
    throw refuse(
      'field_unknown',
      { zh: `报表没有参数“${unknown}”`, en: `The report has no parameter "${unknown}"` },
      { field: unknown, status: 400 },
    )
  return (report.where ?? '').replace(/\bp_[a-z_]+\b/g, (name) => {
    const parameter = parameters[name]
    if (!parameter) throw notWhole(name)
    const value = given[name] ?? relative(parameter.default, reader) ?? null
    if (value === null) return 'null'
    if (typeof value !== 'string')
      throw refuse(
        'field_invalid',
        { zh: `参数“${name}”应为文本`, en: `"${name}" must be text` },
        { field: name },
      )
    if (!['date', 'moment'].includes(parameter.type)) return JSON.stringify(value)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value))
      throw refuse(
        'field_invalid',
        { zh: `参数“${name}”应为日期`, en: `"${name}" must be a date` },
        { field: name },
      )
    return parameter.type === 'date'
      ? `date("${value}")`
      : `date and time("${value}T00:00:00@${reader.workspace.zone}")`
  })
}

/** Defaults that move with the day: start of this month, of the next, of the same months last year. */
function relative(text: string | undefined, reader: Reader): string | undefined {
  const today = localDate(reader.now, reader.workspace.zone)
  const month = `${today.slice(0, 7)}-01`
  const lastYear = (day: string) => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  const known: Record<string, string> = {
    today,
    month_start: month,
    month_end: nextStart(month, 'month'),
    last_year_month_start: lastYear(month),
    last_year_month_end: nextStart(lastYear(month), 'month'),
    me: reader.actor.id ?? '',
  }
  return text === undefined ? undefined : (known[text] ?? text)
}
