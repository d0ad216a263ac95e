import type { Label } from '../../model/refuse.ts'

/** A term as the server lists it. */
export interface Term {
  readonly name: string
  readonly label: Label
  readonly help: Label
  readonly unit: string
  readonly unit_label: Label
  readonly value: string
  readonly shipped: string
  readonly edited_by: readonly string[]
  readonly module?: string
  readonly may_change: boolean
  readonly changed: { readonly at: string; readonly by: string | null } | null
}

export const termsKey = ['terms']
