export interface Missing {
  readonly code: string
  readonly detail: string
}

export interface Fault {
  readonly field: string
  readonly detail: string
}

interface Details {
  readonly status?: number
  readonly code?: string
  readonly title?: string
  readonly detail?: string
  readonly field?: string
  readonly missing?: readonly Missing[]
  readonly faults?: readonly Fault[]
  readonly data?: Readonly<Record<string, unknown>>
}

/** What the server refused, in the words of RFC 9457. `status` 0: it could not be reached. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  readonly missing: readonly Missing[]
  /** Every field at fault with its own sentence; a single one stands in `field`, too. */
  readonly faults: readonly Fault[]
  readonly data: Readonly<Record<string, unknown>>

  constructor(status: number, details: Details) {
    super(details.detail ?? details.title ?? details.code ?? `HTTP ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = details.code ?? `http_${status}`
    this.field = details.field
    this.missing = details.missing ?? []
    this.faults = details.faults ?? (details.field ? [{ field: details.field, detail: this.message }] : [])
    this.data = details.data ?? {}
  }
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem(0, { code: 'unknown', detail: error instanceof Error ? error.message : String(error) })
