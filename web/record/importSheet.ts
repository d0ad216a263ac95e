import { call } from '../shell/api.ts'

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

export interface ImportAnswer {
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
  readonly mapping?: Readonly<Record<string, string | null>>
  readonly mode?: 'create' | 'update' | 'upsert'
  readonly key?: string
  /** By row, then column: what stands in the cell instead. */
  readonly corrections?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** One value of a column for another, in every row. */
  readonly replacements?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Reference fields whose unknown names become records. */
  readonly create_missing?: readonly string[]
}

/** Sends the sheet as it is with what was decided about it; a dry run writes nothing. */
export function sendSheet(object: string, file: File, options: ImportOptions, dryRun: boolean): Promise<ImportAnswer> {
  const form = new FormData()
  form.append('options', JSON.stringify(options))
  form.append('file', file, file.name)
  return call<ImportAnswer>('POST', `/records/${object}/import`, { query: { dry_run: dryRun || undefined }, body: form })
}

export function withCorrection(options: ImportOptions, { row, column, value }: { readonly row: number; readonly column: string; readonly value: string }): ImportOptions {
  return { ...options, corrections: { ...options.corrections, [row]: { ...options.corrections?.[row], [column]: value } } }
}

export function withReplacement(options: ImportOptions, { column, from, to }: { readonly column: string; readonly from: string; readonly to: string }): ImportOptions {
  return { ...options, replacements: { ...options.replacements, [column]: { ...options.replacements?.[column], [from]: to } } }
}

/** Rows that will stay out. */
export const faultyRows = (answer: ImportAnswer): number => answer.faulty ?? new Set(answer.faults.map((fault) => fault.row)).size
