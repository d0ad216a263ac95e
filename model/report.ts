import type { Label } from './refuse.ts'

export const measureKinds = ['count', 'sum', 'avg', 'min', 'max'] as const
/** How a report may be drawn; a table unless told. */
export const charts = ['bar', 'bar_stacked', 'line', 'pie', 'funnel', 'gauge', 'number', 'table'] as const
export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const

export interface Measure {
  readonly name: string
  readonly label: Label
  /** count of rows, or an aggregate over a field or FEEL expression of the row. */
  readonly of: (typeof measureKinds)[number]
  /**
   * May name `stage_probability`: the chance of winning in percent that the record's pipeline gives its
   * stage.
   */
  readonly expression?: string
}

export interface Grouping {
  readonly name: string
  readonly label: Label
  /** Field or FEEL expression of the row. */
  readonly expression: string
  /** Dates are cut to this grain in the company's zone. */
  readonly grain?: (typeof grains)[number]
}

/**
 * A figure that opens to its rows. `where` may use the parameters; the same grants apply as in lists,
 * and each answered row carries the `where` that gives exactly the records behind it.
 */
export interface ReportDef {
  readonly name: string
  readonly label: Label
  readonly object: string
  readonly where?: string
  /**
   * Named `p_...`; a `moment` is given as a day and means its first instant in the company's zone. Defaults
   * may move: today, month_start, month_end, last_year_month_start, last_year_month_end, me.
   */
  readonly parameters?: Readonly<
    Record<
      string,
      { readonly type: 'date' | 'moment' | 'text' | 'user' | 'department'; readonly default?: string }
    >
  >
  readonly groups: readonly Grouping[]
  readonly measures: readonly Measure[]
  readonly sort?: string
  readonly limit?: number
  readonly chart?: string
  /** Roles that may run it; everybody who may read the object unless told. */
  readonly roles?: readonly string[]
}

export const defineReport = (name: string, definition: Omit<ReportDef, 'name'>): ReportDef => ({
  name,
  ...definition,
})
