import type { Label } from '../../model/refuse.ts'
import { type LineEvidence, type Tolerances, type Hypothesis, sum, type OpenItem } from './evidence.ts'
import { isShare } from './isShare.ts'

export function byNumber(line: LineEvidence, tolerances: Tolerances): Hypothesis[] {
  const cited = line.cited.filter((item) => item.open > 0n)
  if (cited.length === 0) return []
  const named = {
    zh: `附言写明单号：${cited.map((item) => item.numbers[0]).join('、')}`,
    en: `The memo names ${cited.map((item) => item.numbers[0]).join(', ')}`,
  }
  const oneCustomer = new Set(cited.map((item) => item.customer)).size === 1
  const known = cited.every((item) => line.certain.has(item.customer))
  const whole = paidWhole(cited, line.amount)
  if (whole)
    return [
      {
        rank: 'number_exact',
        receivables: whole.items.map((item) => item.id),
        parts: whole.items.map((item) => item.open),
        score: whole.score,
        reasons: [named, whole.why],
        // A number with its amount is enough unless the payer is certainly somebody else; a part of it needs
        // the payer, too.
        postable: oneCustomer && (known || line.certain.size === 0),
      },
    ]
  const { clear, score, why } = paidInPart(cited, line.amount, tolerances)
  return [
    {
      rank: 'number_part',
      receivables: cited.map((item) => item.id),
      parts: spread(
        cited.map((item) => item.open),
        line.amount,
      ),
      score,
      reasons: [named, why],
      postable: clear && oneCustomer && known,
    },
  ]
}

/** All that is named, or the instalments of it that are due first. */
function paidWhole(
  cited: readonly OpenItem[],
  amount: bigint,
): { readonly items: readonly OpenItem[]; readonly score: number; readonly why: Label } | null {
  if (sum(cited) === amount)
    return { items: cited, score: 0.99, why: { zh: '金额相等', en: 'The amounts are equal' } }
  const items = instalmentsPaid(cited, amount)
  const why = { zh: '金额等于到期最早的几期', en: 'The amount is that of the instalments due first' }
  return items && { items, score: 0.98, why }
}

/** More or less than what is named; clear only where it is one receivable, or all of them but a bank's fee. */
function paidInPart(
  cited: readonly OpenItem[],
  amount: bigint,
  { feeMax, feeStep }: Tolerances,
): { readonly clear: boolean; readonly score: number; readonly why: Label } {
  const short = sum(cited) - amount
  if (short < 0n)
    return {
      clear: false,
      score: 0.7,
      why: { zh: '付款多于所列单据的未收款', en: 'More was paid than is open on them' },
    }
  const fee = short <= feeMax && short % feeStep === 0n
  if (cited.length > 1 && (!fee || short >= cited.at(-1)!.open))
    return {
      clear: false,
      score: 0.8,
      why: { zh: '付款少于所列单据的未收款', en: 'Less was paid than is open on them' },
    }
  const why = fee
    ? { zh: '差额可能是银行手续费', en: 'The difference may be a bank fee' }
    : { zh: '部分付款', en: 'Part payment' }
  return { clear: true, score: 0.97, why }
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
export function byTail(line: LineEvidence, { feeMax, feeStep }: Tolerances): Hypothesis[] {
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

const inReach = (line: LineEvidence, item: OpenItem): boolean => item.issued <= line.date && item.open > 0n

function spread(opens: readonly bigint[], amount: bigint): bigint[] {
  let left = amount
  return opens.map((open) => {
    const part = open < left ? open : left
    left -= part
    return part
  })
}
