import { queryOptions } from '@tanstack/react-query'
import type { Label } from '../../model/refuse.ts'
import { call } from '../ground/api.ts'

export type Figure = string | number | boolean | null

export interface ReportRow {
  readonly values: Readonly<Record<string, Figure>>
  /** FEEL that gives exactly the records behind the row. */
  readonly where: string
  readonly count: number
}

export interface Report {
  readonly object: string
  readonly groups: readonly { readonly name: string; readonly label: Label }[]
  readonly measures: readonly { readonly name: string; readonly label: Label }[]
  readonly rows: readonly ReportRow[]
  readonly totals: Readonly<Record<string, Figure>>
  readonly where: string
  readonly count: number
  readonly titles?: Readonly<Record<string, string>>
}

/** @param of object the report counts: when one of its records changes, the figures are fetched again. */
export const reportQuery = (name: string, of: string) =>
  queryOptions({
    queryKey: ['records', of, 'report', name],
    queryFn: () => call<Report>('POST', `/reports/${name}/run`, { body: {} }),
    placeholderData: (before) => before,
  })
