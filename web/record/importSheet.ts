import type { Convention } from '../../model/reading/columns.ts'
import { call } from '../ground/api.ts'

export interface Fault {
  readonly row: number
  readonly column: string | null
  readonly field: string | null
  readonly code: string
  readonly detail: string
  readonly value: unknown
  /** What was probably meant. */
  readonly suggestion?: string
}

/** The same thing wrong in many rows: one answer mends them all. */
export interface FaultGroup extends Omit<Fault, 'row'> {
  readonly rows: number
  readonly first_row: number
}

/** How a column is written: known by its values, said by somebody, or to be asked. */
export interface ColumnConvention {
  readonly column: string
  readonly kind: 'number' | 'day'
  readonly standing: 'stated' | 'proven' | 'mixed' | 'unclear'
  readonly convention: Convention | null
  readonly examples: readonly {
    readonly row: number
    readonly text: string
    readonly readings: readonly { readonly convention: Convention; readonly value: string }[]
  }[]
}

export interface ImportAnswer {
  readonly sheet?: string | null
  readonly sheets?: readonly string[]
  readonly conventions?: readonly ColumnConvention[]
  /** Rows that are no data, as totals. */
  readonly left_out?: number
  readonly left_out_rows?: readonly {
    readonly row: number
    readonly reason: string
    readonly value: string
  }[]
  readonly columns: readonly { readonly name: string; readonly field: string | null }[]
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly faulty?: number
  readonly faults: readonly Fault[]
  /** All of them, also those beyond the ones listed. */
  readonly faults_total?: number
  readonly groups?: readonly FaultGroup[]
}

export interface ImportOptions {
  readonly sheet?: string
  readonly conventions?: Readonly<Record<string, Convention>>
  readonly totals?: 'leave' | 'read'
  readonly below?: 'leave' | 'read'
  readonly mapping?: Readonly<Record<string, string | null>>
  readonly mode?: 'create' | 'update' | 'upsert'
  readonly key?: string
  /** By row, then column: what stands in the cell instead. */
  readonly corrections?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** One value of a column for another, in every row. */
  readonly replacements?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** By column: what an empty cell stands for, in every row. */
  readonly blank?: Readonly<Record<string, { readonly use: string }>>
  /** Reference fields whose unknown names become records. */
  readonly create_missing?: readonly string[]
}

/** Sends the sheet as it is with what was decided about it; a dry run writes nothing. */
export function sendSheet(
  object: string,
  file: File,
  options: ImportOptions,
  dryRun: boolean,
): Promise<ImportAnswer> {
  const form = new FormData()
  form.append('options', JSON.stringify(options))
  form.append('file', file, file.name)
  return call<ImportAnswer>('POST', `/records/${object}/import`, {
    query: { dry_run: dryRun || undefined },
    body: form,
  })
}

export function withCorrection(
  options: ImportOptions,
  { row, column, value }: { readonly row: number; readonly column: string; readonly value: string },
): ImportOptions {
  return {
    ...options,
    corrections: { ...options.corrections, [row]: { ...options.corrections?.[row], [column]: value } },
  }
}

export function withReplacement(
  options: ImportOptions,
  { column, from, to }: { readonly column: string; readonly from: string; readonly to: string },
): ImportOptions {
  return {
    ...options,
    replacements: { ...options.replacements, [column]: { ...options.replacements?.[column], [from]: to } },
  }
}

/** Whether a group is of cells that say nothing where something must be said. */
export const isBlank = ({ code, value }: Pick<FaultGroup, 'code' | 'value'>): boolean =>
  code === 'field_required' && (value === null || value === undefined || String(value).trim() === '')

/** What a group of faults was answered with. */
export const answerTo = (options: ImportOptions, group: FaultGroup): string | undefined =>
  isBlank(group)
    ? options.blank?.[group.column!]?.use
    : options.replacements?.[group.column!]?.[String(group.value)]

/** One answer for all cells of a group: the wrong value stands for another one, an empty cell for a value. */
export function withAnswer(options: ImportOptions, group: FaultGroup, to: string): ImportOptions {
  const column = group.column!
  return isBlank(group)
    ? { ...options, blank: { ...options.blank, [column]: { use: to } } }
    : withReplacement(options, { column, from: String(group.value), to })
}

/** Rows that will stay out. */
export const faultyRows = (answer: ImportAnswer): number =>
  answer.faulty ?? new Set(answer.faults.map((fault) => fault.row)).size
