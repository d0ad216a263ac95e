import type { Label, RefusalDetails } from '../../model/refuse.ts'
import type { MeasureOptions, Measurement } from '../measurement.ts'

export interface Request {
  readonly bytes: Uint8Array
  readonly options: MeasureOptions
}

/**
 * What comes back. A worker that answers `spent` wants to be replaced: its memory has grown or its reader has
 * failed.
 */
export type Answer = { readonly spent: boolean } & (
  | { readonly measurement: Measurement }
  | {
      readonly refusal: { readonly code: string; readonly sentence: Label; readonly details: RefusalDetails }
    }
  | { readonly failure: string }
)

export interface WorkerSettings {
  readonly wasm_bytes_max: number
  readonly wasm_bytes_spent: number
}
