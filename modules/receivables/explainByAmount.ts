import type { Label } from '../../model/refuse.ts'
import { type LineEvidence, type Hypothesis, type Tolerances, sum, type OpenItem } from './evidence.ts'
import { isShare } from './isShare.ts'

const LUMP_CANDIDATES_MAX = 16
const USUAL_SHARES = 5

export function byAmount(line: LineEvidence): Hypothesis[] {
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
export function byLump(line: LineEvidence, { lumpMax }: Tolerances): Hypothesis[] {
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

export function byShare(line: LineEvidence): Hypothesis[] {
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

export function byFee(line: LineEvidence, { feeMax, feeStep }: Tolerances): Hypothesis[] {
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
export function byOldest(line: LineEvidence): Hypothesis[] {
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
