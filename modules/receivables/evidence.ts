import type { Label } from '../../model/refuse.ts'

/**
 * One way to explain a line: which receivables it pays and how much of each, in the smallest unit of the
 * batch.
 */
export interface Hypothesis {
  readonly rank: Rank
  readonly receivables: readonly string[]
  readonly parts: readonly bigint[]
  readonly score: number
  readonly reasons: readonly Label[]
  /** False where the evidence is fit to be shown but not to be posted. */
  readonly postable: boolean
}

/**
 * From the strongest evidence to the weakest. A line is posted only by its strongest, and only when that is
 * alone.
 */
export type Rank = 'number_exact' | 'number_part' | 'tail' | 'amount' | 'lump' | 'share' | 'fee' | 'open'

export const ranks: readonly Rank[] = [
  'number_exact',
  'number_part',
  'tail',
  'amount',
  'lump',
  'share',
  'fee',
  'open',
]

/** What is open now: reduced as lines are posted. */
export interface OpenItem {
  readonly id: string
  readonly customer: string
  readonly numbers: readonly string[]
  readonly issued: string
  readonly due: string
  readonly currency: string | null
  open: bigint
}

export interface LineEvidence {
  readonly date: string
  readonly amount: bigint
  readonly currency: string | null
  /**
   * Receivables whose number stands whole in the memo, closed ones too, and those whose number ends with a
   * short figure of it.
   */
  readonly cited: readonly OpenItem[]
  readonly tailed: readonly OpenItem[]
  /** Customers the payer may be, with likeness; null where the line names no payer. */
  readonly payers: ReadonlyMap<string, number> | null
  /**
   * Of these the payer is for certain: the name is one of theirs but for spacing, brackets and legal form, or
   * the account is.
   */
  readonly certain: ReadonlySet<string>
  /** The memo says interest, refund, deposit: never posted without a number. */
  readonly stray: boolean
  /** Open receivables worth looking at: of the payers, or all where the payer is unknown. */
  readonly candidates: readonly OpenItem[]
}

export interface Tolerances {
  /** Largest fee a bank on the way may have kept, and the step such fees come in, in the smallest unit. */
  readonly feeMax: bigint
  readonly feeStep: bigint
  /** Most receivables in one payment that is posted without a number. */
  readonly lumpMax: number
}

export const sum = (items: readonly OpenItem[]): bigint =>
  items.reduce((total, item) => total + item.open, 0n)
