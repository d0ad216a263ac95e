import { Decimal } from 'decimal.js'
import type { Label } from '../../model/refuse.ts'
import { explainLine } from './matchEvidence.ts'
import { ranks, type Hypothesis, type OpenItem, type Tolerances } from './evidence.ts'
import { openBook, type Book } from './openBook.ts'
import { readEvidence } from './readEvidence.ts'

export interface LineToMatch {
  /** YYYY-MM-DD. */
  readonly date: string
  /** Signed decimal string; only money in is matched. */
  readonly amount: string
  readonly currency?: string
  readonly counterparty: string
  /** Their account as the bank gives it. */
  readonly counterparty_account?: string | null
  readonly memo: string
}

export interface ReceivableToMatch {
  readonly id: string
  /** Identity of the customer, so that names are compared once. */
  readonly customer: string
  /** Names the customer pays under: full, short, English, earlier payers. */
  readonly customer_names: readonly string[]
  /** Accounts they have paid from. */
  readonly customer_accounts?: readonly string[]
  /** Invoice, order and contract numbers a payer may cite. */
  readonly numbers: readonly string[]
  readonly issued: string
  readonly due: string
  /** What is still open, decimal string. */
  readonly open: string
  readonly currency?: string
}

export interface MatchOptions {
  /**
   * Largest fee a bank may have kept, and the step fees come in, in the currency of the line. Default 5.00
   * and 0.50.
   */
  readonly fee_max?: string
  readonly fee_step?: string
  /** Most receivables one unnumbered payment may settle. Default 4. */
  readonly lump_max?: number
  /**
   * How like the payer must be to the customer to be suggested. Default 0.80; only the same name, or a known
   * account, is posted without a number.
   */
  readonly payer_min?: number
  /** Days after issue within which an amount alone is evidence where the payer is unnamed. Default 120. */
  readonly reach_days?: number
}

export interface LineMatch<L extends LineToMatch> {
  readonly line: L
  /**
   * exact: numbers or amounts agree to the cent; certain: posted on other evidence; ambiguous: a person
   * chooses; none: nothing fits.
   */
  readonly kind: 'exact' | 'certain' | 'ambiguous' | 'none'
  /** Sum equals the line's amount where there are any. */
  readonly allocations: readonly { readonly receivable: string; readonly amount: string }[]
  readonly suggestions: readonly {
    readonly receivables: readonly string[]
    readonly score: number
    readonly reasons: readonly Label[]
  }[]
}

const SUGGESTIONS_MAX = 5

/**
 * Matches money received with what is owed. Rules go from the strongest evidence to the weakest (number in
 * the memo, payer with equal amount, several receivables that add up, a round share, a bank fee kept back),
 * each over the whole batch before the next, so that a line that names its invoice is served before one that
 * merely has its amount. A line is posted only on certain evidence (the payer's own name or account, or a
 * number with its amount) and when its strongest explanation is the only one of that strength; a likeness and
 * a tie stay manual. Amounts are whole numbers of the smallest unit throughout (BigInt), never floats.
 */
export function matchLines<L extends LineToMatch>(
  lines: readonly L[],
  receivables: readonly ReceivableToMatch[],
  options: MatchOptions = {},
): LineMatch<L>[] {
  const scale = Math.max(
    2,
    ...lines.map((line) => new Decimal(line.amount).decimalPlaces()),
    ...receivables.map((one) => new Decimal(one.open).decimalPlaces()),
  )
  const units = (amount: string) => BigInt(new Decimal(amount).times(new Decimal(10).pow(scale)).toFixed(0))
  const items = receivables
    .map((one): OpenItem => ({ ...one, currency: one.currency ?? null, open: units(one.open) }))
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
  const book = openBook(items, receivables, options)
  const tolerances: Tolerances = {
    feeMax: units(options.fee_max ?? '5.00'),
    feeStep: units(options.fee_step ?? '0.50'),
    lumpMax: options.lump_max ?? 4,
  }
  const inflows = lines
    .map((line, index): Inflow => ({ line, index, amount: units(line.amount) }))
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (a.line.date < b.line.date ? -1 : a.line.date > b.line.date ? 1 : 0))
  const posted = postSurest(inflows, book, tolerances)
  const print = (amount: bigint) =>
    new Decimal(amount.toString()).div(new Decimal(10).pow(scale)).toFixed(scale)
  const matches = lines.map((line): LineMatch<L> => ({
    line,
    kind: 'none',
    allocations: [],
    suggestions: [],
  }))
  for (const inflow of inflows) {
    const match = posted.get(inflow.index)
    const shown = match
      ? [match]
      : explainLine(readEvidence(inflow.line, inflow.amount, book, true), tolerances).slice(
          0,
          SUGGESTIONS_MAX,
        )
    matches[inflow.index] = {
      line: lines[inflow.index]!,
      kind: match
        ? match.rank === 'number_exact' || match.rank === 'amount'
          ? 'exact'
          : 'certain'
        : shown.length > 0
          ? 'ambiguous'
          : 'none',
      allocations: match
        ? match.receivables
            .map((receivable, at) => ({ receivable, amount: print(match.parts[at]!) }))
            .filter((one) => !new Decimal(one.amount).isZero())
        : [],
      suggestions: shown.map(({ receivables: ids, score, reasons }) => ({
        receivables: ids,
        score,
        reasons,
      })),
    }
  }
  return matches
}

interface Inflow {
  readonly line: LineToMatch
  readonly index: number
  readonly amount: bigint
}

/**
 * Rank by rank, and over again while anything was posted, as the second half of a payment fits only after the
 * first. An explanation is kept until something of the same customer is posted.
 */
function postSurest(inflows: readonly Inflow[], book: Book, tolerances: Tolerances): Map<number, Hypothesis> {
  const posted = new Map<number, Hypothesis>()
  const known = new Map<number, readonly Hypothesis[]>()
  const evidence = inflows.map(({ line, amount }) => readEvidence(line, amount, book, false))
  const concerned = new Map<string, number[]>()
  evidence.forEach((one, at) => {
    const customers = new Set([...one.cited, ...one.tailed, ...one.candidates].map((item) => item.customer))
    for (const customer of customers) concerned.set(customer, [...(concerned.get(customer) ?? []), at])
  })
  for (let before = -1; before < posted.size;) {
    before = posted.size
    for (const rank of ranks.slice(0, -1)) {
      for (const [at, inflow] of inflows.entries()) {
        if (posted.has(inflow.index)) continue
        if (!known.has(at)) known.set(at, explainLine(evidence[at]!, tolerances))
        const [best, next] = known.get(at)!
        if (
          !best ||
          best.rank !== rank ||
          !best.postable ||
          (next?.rank === rank && next.score > best.score - 0.1)
        )
          continue
        posted.set(inflow.index, best)
        best.receivables.forEach((id, part) => {
          const item = book.byId.get(id)!
          item.open -= best.parts[part]!
          concerned.get(item.customer)?.forEach((other) => known.delete(other))
        })
      }
    }
  }
  return posted
}
