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

const LUMP_CANDIDATES_MAX = 16
const USUAL_SHARES = 5
/**
 * Instalments are agreed in tenths or thirds of a price (三六一, 一半); only the first, the usual, are posted
 * without a number.
 */
const shares: readonly (readonly [bigint, bigint])[] = [
  [1n, 2n],
  [3n, 10n],
  [7n, 10n],
  [1n, 3n],
  [2n, 3n],
  [6n, 10n],
  [4n, 10n],
  [1n, 10n],
  [2n, 10n],
  [8n, 10n],
  [9n, 10n],
]

/** All explanations of a line, the strongest rank first, within a rank the likelier first. */
export function explainLine(line: LineEvidence, tolerances: Tolerances): Hypothesis[] {
  const found = [
    ...byNumber(line, tolerances),
    ...byTail(line, tolerances),
    ...byAmount(line),
    ...byLump(line, tolerances),
    ...byShare(line),
    ...byFee(line, tolerances),
    ...byOldest(line),
  ]
  return found.sort((a, b) => ranks.indexOf(a.rank) - ranks.indexOf(b.rank) || b.score - a.score)
}

function byNumber(line: LineEvidence, { feeMax, feeStep }: Tolerances): Hypothesis[] {
  const cited = line.cited.filter((item) => item.open > 0n)
  if (cited.length === 0) return []
  const reason = {
    zh: `附言写明单号：${cited.map((item) => item.numbers[0]).join('、')}`,
    en: `The memo names ${cited.map((item) => item.numbers[0]).join(', ')}`,
  }
  const total = sum(cited)
  const oneCustomer = new Set(cited.map((item) => item.customer)).size === 1
  const known = cited.every((item) => line.certain.has(item.customer))
  // A number with its amount is enough unless the payer is certainly somebody else; a part of it needs the
  // payer, too.
  const postable = oneCustomer && (known || line.certain.size === 0)
  const ids = cited.map((item) => item.id)
  const opens = cited.map((item) => item.open)
  if (total === line.amount)
    return [
      {
        rank: 'number_exact',
        receivables: ids,
        parts: opens,
        score: 0.99,
        reasons: [reason, { zh: '金额相等', en: 'The amounts are equal' }],
        postable,
      },
    ]
  const due = instalmentsPaid(cited, line.amount)
  if (due)
    return [
      {
        rank: 'number_exact',
        receivables: due.map((item) => item.id),
        parts: due.map((item) => item.open),
        score: 0.98,
        reasons: [
          reason,
          { zh: '金额等于到期最早的几期', en: 'The amount is that of the instalments due first' },
        ],
        postable,
      },
    ]
  if (total < line.amount) {
    return [
      {
        rank: 'number_part',
        receivables: ids,
        parts: opens,
        score: 0.7,
        reasons: [reason, { zh: '付款多于所列单据的未收款', en: 'More was paid than is open on them' }],
        postable: false,
      },
    ]
  }
  const short = total - line.amount
  const fee = short <= feeMax && short % feeStep === 0n
  const last = opens.at(-1)!
  if (cited.length > 1 && (!fee || short >= last)) {
    return [
      {
        rank: 'number_part',
        receivables: ids,
        parts: spread(opens, line.amount),
        score: 0.8,
        reasons: [reason, { zh: '付款少于所列单据的未收款', en: 'Less was paid than is open on them' }],
        postable: false,
      },
    ]
  }
  const why = fee
    ? { zh: '差额可能是银行手续费', en: 'The difference may be a bank fee' }
    : { zh: '部分付款', en: 'Part payment' }
  return [
    {
      rank: 'number_part',
      receivables: ids,
      parts: spread(opens, line.amount),
      score: 0.97,
      reasons: [reason, why],
      postable: oneCustomer && known,
    },
  ]
}

/**
 * One number for several instalments: the earliest of them that has this amount, or the first ones that add
 * up to it. Items come by due date.
 */
function instalmentsPaid(cited: readonly OpenItem[], amount: bigint): readonly OpenItem[] | null {
  if (cited.length < 2 || cited.some((item) => item.numbers[0] !== cited[0]!.numbers[0])) return null
  const whole = cited.find((item) => item.open === amount)
  if (whole) return [whole]
  for (let count = 2, total = cited[0]!.open; count < cited.length; count++) {
    total += cited[count - 1]!.open
    if (total === amount) return cited.slice(0, count)
  }
  return null
}

/** 货款7785: the last figures of a number, worth something only together with the payer or the amount. */
function byTail(line: LineEvidence, { feeMax, feeStep }: Tolerances): Hypothesis[] {
  return line.tailed
    .filter((item) => item.open >= line.amount && inReach(line, item))
    .map((item) => {
      const short = item.open - line.amount
      const fits =
        short === 0n || (short <= feeMax && short % feeStep === 0n) || isShare(line.amount, item.open)
      return {
        rank: 'tail' as const,
        receivables: [item.id],
        parts: [line.amount],
        score: short === 0n ? 0.96 : fits ? 0.93 : 0.8,
        reasons: [
          { zh: `附言是单号 ${item.numbers[0]} 的末几位`, en: `The memo is the end of ${item.numbers[0]}` },
        ],
        postable: fits && line.certain.has(item.customer),
      }
    })
}

function byAmount(line: LineEvidence): Hypothesis[] {
  return line.candidates
    .filter((item) => item.open === line.amount)
    .map((item) => ({
      rank: 'amount' as const,
      receivables: [item.id],
      parts: [line.amount],
      score: scoreByPayer(line, item.customer, 0.95),
      reasons: [{ zh: '金额相等', en: 'The amounts are equal' }, ...payerReason(line, item.customer)],
      postable: isPostable(line, item.customer),
    }))
}

/** Several receivables of one customer that add up: subset sum over at most sixteen, oldest due first. */
function byLump(line: LineEvidence, { lumpMax }: Tolerances): Hypothesis[] {
  const found: Hypothesis[] = []
  for (const [customer, items] of groupByCustomer(line.candidates)) {
    const near = items
      .filter((item) => item.open > 0n && item.open < line.amount)
      .slice(0, LUMP_CANDIDATES_MAX)
    const sets = near.length > 1 ? findSubsets(near, line.amount, lumpMax) : []
    if (
      near.length > lumpMax &&
      near.length === items.filter((item) => item.open > 0n).length &&
      sum(near) === line.amount
    )
      sets.push(near)
    for (const set of sets) {
      found.push({
        rank: 'lump',
        receivables: set.map((item) => item.id),
        parts: set.map((item) => item.open),
        score: scoreByPayer(line, customer, 0.9 - set.length / 100),
        reasons: [
          { zh: `${set.length}笔应收合计等于付款`, en: `${set.length} receivables add up to the payment` },
          ...payerReason(line, customer),
        ],
        postable: isPostable(line, customer) && (set.length <= 3 || set === near),
      })
    }
  }
  return found
}

function byShare(line: LineEvidence): Hypothesis[] {
  return line.candidates
    .filter((item) => item.open > line.amount && isShare(line.amount, item.open))
    .map((item) => ({
      rank: 'share' as const,
      receivables: [item.id],
      parts: [line.amount],
      score: scoreByPayer(line, item.customer, 0.8),
      reasons: [
        { zh: '付款是未收款的整成数（如一半、三成）', en: 'The payment is a round share of what is open' },
        ...payerReason(line, item.customer),
      ],
      postable: isPostable(line, item.customer) && isShare(line.amount, item.open, USUAL_SHARES),
    }))
}

function byFee(line: LineEvidence, { feeMax, feeStep }: Tolerances): Hypothesis[] {
  return line.candidates
    .filter((item) => item.open > line.amount && item.open - line.amount <= feeMax)
    .map((item) => {
      const round = (item.open - line.amount) % feeStep === 0n
      return {
        rank: 'fee' as const,
        receivables: [item.id],
        parts: [line.amount],
        score: scoreByPayer(line, item.customer, round ? 0.78 : 0.6),
        reasons: [
          { zh: '差额可能是银行手续费', en: 'The difference may be a bank fee' },
          ...payerReason(line, item.customer),
        ],
        postable: round && isPostable(line, item.customer),
      }
    })
}

/** What the payer owes longest, to be shown when nothing better explains the line. Never posted. */
function byOldest(line: LineEvidence): Hypothesis[] {
  if (!line.payers) return []
  return line.candidates
    .filter((item) => item.open > line.amount && line.payers!.has(item.customer))
    .slice(0, 3)
    .map((item, at) => ({
      rank: 'open' as const,
      receivables: [item.id],
      parts: [line.amount],
      score: 0.4 - at / 20,
      reasons: [
        { zh: '该客户未收款中到期最早', en: 'The earliest due of this customer' },
        ...payerReason(line, item.customer),
      ],
      postable: false,
    }))
}

/**
 * Without a number the payer must be certain: an equal amount alone has fooled everyone who ever trusted it,
 * and so has a sister firm's name. A number that is named and fully paid already says that the money is for
 * that one, twice: a person looks.
 */
const isPostable = (line: LineEvidence, customer: string): boolean =>
  !line.stray && line.cited.length === 0 && line.certain.has(customer)

const scoreByPayer = (line: LineEvidence, customer: string, score: number): number =>
  Math.round(score * (line.payers === null ? 0.9 : line.payers.has(customer) ? 1 : 0.6) * 100) / 100

function payerReason(line: LineEvidence, customer: string): Label[] {
  const likeness = line.payers?.get(customer)
  return likeness === undefined
    ? []
    : [{ zh: `付款人与客户名称相似度 ${likeness}`, en: `The payer is like the customer: ${likeness}` }]
}

/** Exact to the smallest unit above or below, as halves of an odd cent are rounded. */
function isShare(amount: bigint, open: bigint, usual = shares.length): boolean {
  return shares.slice(0, usual).some(([over, under]) => {
    const off = amount * under - open * over
    return off < under && off > -under
  })
}

const inReach = (line: LineEvidence, item: OpenItem): boolean => item.issued <= line.date && item.open > 0n

function spread(opens: readonly bigint[], amount: bigint): bigint[] {
  let left = amount
  return opens.map((open) => {
    const part = open < left ? open : left
    left -= part
    return part
  })
}

const sum = (items: readonly OpenItem[]): bigint => items.reduce((total, item) => total + item.open, 0n)

function groupByCustomer(items: readonly OpenItem[]): Map<string, OpenItem[]> {
  const groups = new Map<string, OpenItem[]>()
  for (const item of items) groups.set(item.customer, [...(groups.get(item.customer) ?? []), item])
  return groups
}

function findSubsets(items: readonly OpenItem[], amount: bigint, sizeMax: number): OpenItem[][] {
  const found: OpenItem[][] = []
  const walk = (from: number, left: bigint, taken: OpenItem[]) => {
    if (left === 0n && taken.length > 1) found.push(taken)
    if (left <= 0n || taken.length === sizeMax) return
    for (let at = from; at < items.length; at++) walk(at + 1, left - items[at]!.open, [...taken, items[at]!])
  }
  walk(0, amount, [])
  return found
}
