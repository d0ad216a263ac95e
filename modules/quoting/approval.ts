import { Decimal } from 'decimal.js'

export interface PricedLine {
  readonly base_price: string | null
  readonly discount_percent: string | null
  readonly agreed_price: string | null
}

const hundred = new Decimal(100)

/**
 * What a line gives away in percent of its base price, with the discount on the whole quote on top; exact. Where a price was agreed
 * the percentage follows from the price; where a percentage was given it is that one, so that rounding a price to cents never
 * pushes 5.00 % over 5 %. Null without a base price.
 */
export function discountOf(line: PricedLine, document_discount: string | null): Decimal | null {
  if (line.base_price === null || new Decimal(line.base_price).lte(0)) return null
  const own = line.agreed_price === null ? new Decimal(line.discount_percent ?? 0) : hundred.minus(new Decimal(line.agreed_price).div(line.base_price).mul(100))
  return hundred.minus(hundred.minus(own).mul(hundred.minus(document_discount ?? 0)).div(100))
}

export interface QuoteFacts {
  /** Largest discount of a line in percent, the document's included. */
  readonly discount: string
  /** Largest |price − base| ÷ base in percent. */
  readonly deviation: string
  readonly late: boolean
  readonly without_base: boolean
}

/** What the approval rule judges: the worst line, since one good line must not hide another. */
export function approvalFacts(lines: readonly PricedLine[], quote: { readonly discount_percent: string | null; readonly delivery_days: string | null; readonly committed_days: string | null }): QuoteFacts {
  const discounts = lines.map((line) => discountOf(line, quote.discount_percent))
  const known = discounts.filter((one) => one !== null)
  return {
    discount: Decimal.max(0, ...known).toFixed(),
    deviation: Decimal.max(0, ...known.map((one) => one.abs())).toFixed(),
    late: quote.delivery_days !== null && quote.committed_days !== null && new Decimal(quote.delivery_days).gt(quote.committed_days),
    without_base: known.length < discounts.length,
  }
}

/** The levels of the rule's answer, each once; a rule without a level says nothing. */
export const levelsOf = (answer: unknown): string[] => [...new Set([answer].flat().filter((level): level is string => typeof level === 'string' && level !== ''))]

/** The rules that were hit as sentences for the approver, each once. */
export const reasonsOf = (rules: readonly string[], facts: QuoteFacts, special_clause: boolean | null): readonly string[] =>
  [...new Set([...rules.map((rule) => reasonOf(rule, facts)), ...(special_clause ? ['含特殊技术条款，抄送技术负责人'] : [])])]

const reasonOf = (rule: string, { discount, deviation }: { discount: string; deviation: string }): string => {
  if (rule === 'discount') return `折扣 ${short(discount)}% 超过5%`
  if (rule.startsWith('deviation')) return `偏离基准价 ${short(deviation)}%，超过15%`
  if (rule.startsWith('late')) return '交期超出承诺范围'
  return rule === 'no_base' ? '有明细没有基准价' : rule
}
const short = (percent: string) => String(Number(Number(percent).toFixed(4)))
