import { Decimal } from 'decimal.js'
import { addDays } from '../../model/index.ts'
import type { Label } from '../../model/refuse.ts'
import { companySimilarity, normaliseCompany } from '../leads/index.ts'
import { explainLine, ranks } from './matchEvidence.ts'
import type { Hypothesis, LineEvidence, OpenItem, Tolerances } from './matchEvidence.ts'
import { paymentReach } from './terms.ts'

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
const STRAY =
  /结息|利息|退款|退税|退回|押金|保证金|工资|社保|公积金|理财|赎回|借款|还款|投资款|手续费|补贴|interest|refund|deposit|dividend/i

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

interface Book {
  readonly items: readonly OpenItem[]
  readonly byId: ReadonlyMap<string, OpenItem>
  readonly byNumber: ReadonlyMap<string, readonly OpenItem[]>
  readonly byTail: ReadonlyMap<string, readonly OpenItem[]>
  readonly byCustomer: ReadonlyMap<string, readonly OpenItem[]>
  readonly findPayers: (name: string) => ReadonlyMap<string, number>
  readonly byAccount: ReadonlyMap<string, ReadonlySet<string>>
  readonly reachDays: number
}

/** Tails of four to six figures are what people type instead of a whole number. */
const TAILS = [4, 5, 6]

function openBook(
  items: readonly OpenItem[],
  receivables: readonly ReceivableToMatch[],
  { payer_min = 0.8, reach_days = Number(paymentReach.value) }: MatchOptions,
): Book {
  const byNumber = new Map<string, OpenItem[]>()
  const byTail = new Map<string, OpenItem[]>()
  const byCustomer = new Map<string, OpenItem[]>()
  for (const item of items) {
    push(byCustomer, item.customer, item)
    for (const number of item.numbers.map(plainNumber).filter((one) => one.length > 4)) {
      push(byNumber, number, item)
      for (const size of TAILS) if (number.length > size) push(byTail, number.slice(-size), item)
    }
  }
  const names = new Map(receivables.map((one) => [one.customer, one.customer_names]))
  const known = new Map<string, ReadonlyMap<string, number>>()
  const findPayers = (name: string) => {
    let payers = known.get(name)
    if (!payers) known.set(name, (payers = likePayers(name, names, payer_min)))
    return payers
  }
  const byAccount = new Map<string, Set<string>>()
  for (const one of receivables)
    for (const account of one.customer_accounts ?? [])
      byAccount.set(
        plainAccount(account),
        (byAccount.get(plainAccount(account)) ?? new Set()).add(one.customer),
      )
  return {
    byAccount,
    items,
    byId: new Map(items.map((item) => [item.id, item])),
    byNumber,
    byTail,
    byCustomer,
    findPayers,
    reachDays: reach_days,
  }
}

/**
 * Customers as like the payer as the likest, give or take 0.05. A name cut off by the bank (…) is compared by
 * its beginning.
 */
function likePayers(
  payer: string,
  names: ReadonlyMap<string, readonly string[]>,
  least: number,
): Map<string, number> {
  const scores = [...names]
    .map(([customer, all]) => [customer, Math.max(0, ...all.map((name) => likeness(payer, name)))] as const)
    .filter(([, score]) => score >= least)
  const best = Math.max(0, ...scores.map(([, score]) => score))
  return new Map(scores.filter(([, score]) => score >= best - 0.05))
}

function likeness(payer: string, name: string): number {
  const cut = /^(.{4,}?)\s*(?:…|\.{2,}|\*+)$/u.exec(payer.trim())?.[1]
  if (cut && plainName(name).startsWith(plainName(cut)))
    return isLegalForm(plainName(name).slice(plainName(cut).length)) ? 1 : 0.95
  return isSameCompany(cut ?? payer, name) ? 1 : Math.min(0.99, companySimilarity(cut ?? payer, name).score)
}

/**
 * One spelling of a name: but for width, spaces, legal form and where the place stands. A works or branch in
 * brackets is another.
 */
export function isSameCompany(a: string, b: string): boolean {
  const [one, two] = [normaliseCompany(a), normaliseCompany(b)]
  const inBrackets = (of: typeof one) =>
    of.parenthesised
      .filter((words) => !of.region || !words.startsWith(of.region))
      .map(plainName)
      .sort()
      .join()
  return one.core !== '' && one.key === two.key && inBrackets(one) === inBrackets(two)
}

/** What the bank cut off is nothing but (the end of) the legal form, so the name itself is whole. */
const isLegalForm = (rest: string): boolean =>
  ['股份有限公司', '有限责任公司', '有限公司'].some((form) => form.endsWith(rest))

const plainAccount = (account: string): string => account.replace(/\D/g, '')
const plainName = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
export const plainNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase()

/** `every` widens the search to all customers where the payer is unknown: to suggest, not to post. */
function readEvidence(line: LineToMatch, amount: bigint, book: Book, every: boolean): LineEvidence {
  const currency = line.currency ?? null
  const byAccount = book.byAccount.get(plainAccount(line.counterparty_account ?? '')) ?? new Set<string>()
  const alike = line.counterparty.trim() ? book.findPayers(line.counterparty) : null
  const payers =
    byAccount.size > 0
      ? new Map([...(alike ?? []), ...[...byAccount].map((customer) => [customer, 1] as const)])
      : alike
  const certain = new Set(
    [...(payers ?? [])].filter(([, likeness]) => likeness === 1).map(([customer]) => customer),
  )
  const tokens = numbersIn(line.memo)
  const cited = [...new Set(tokens)]
    .flatMap((token) => book.byNumber.get(token) ?? [])
    .filter((item) => sameCurrency(item, currency))
  const tailed =
    cited.length > 0
      ? []
      : [...new Set(tokens)]
          .filter((token) => /^\d+$/.test(token))
          .flatMap((token) => book.byTail.get(token) ?? [])
  const from = addDays(line.date, -book.reachDays)
  const pool =
    payers && payers.size > 0
      ? [...payers.keys()].flatMap((customer) => book.byCustomer.get(customer) ?? [])
      : every
        ? book.items.filter((item) => item.issued >= from)
        : []
  return {
    date: line.date,
    amount,
    currency,
    cited: [...new Set(cited)],
    tailed: tailed.filter((item) => sameCurrency(item, currency)),
    payers,
    certain,
    stray: STRAY.test(line.memo),
    candidates: pool.filter(
      (item) => item.open > 0n && item.issued <= line.date && sameCurrency(item, currency),
    ),
  }
}

/** What may be a number of ours in a memo, whole and in its parts, plain. */
export const numbersIn = (memo: string): string[] =>
  [...memo.normalize('NFKC').matchAll(/[A-Za-z]*\d[A-Za-z\d]*(?:-[A-Za-z\d]+)*/g)].flatMap(([token]) => [
    plainNumber(token),
    ...token.split('-').map(plainNumber),
  ])

const sameCurrency = (item: OpenItem, currency: string | null): boolean =>
  !item.currency || !currency || item.currency === currency

function push(map: Map<string, OpenItem[]>, key: string, item: OpenItem): void {
  const held = map.get(key)
  if (held) held.push(item)
  else map.set(key, [item])
}
