import { Decimal } from 'decimal.js'
import type { Label } from '../../model/refuse.ts'
import { sayRows } from '../../model/sayRow.ts'

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

/** Why somebody has to agree; a rule of the company's own is told by what the company calls it. */
export const reasonSentences = {
  discount: { zh: '折扣 {{percent}}% 超过5%', en: 'Discount of {{percent}} %, over 5 %' },
  deviation: { zh: '偏离基准价 {{percent}}%，超过15%', en: '{{percent}} % off the base price, more than 15 %' },
  late: { zh: '交期超出承诺范围', en: 'Delivery is later than committed' },
  no_base: { zh: '有明细没有基准价', en: 'A line has no base price' },
  special_clause: { zh: '含特殊技术条款，抄送技术负责人', en: 'It has a special technical clause: copied to the tech lead' },
  rule: { zh: '{{rule}}', en: '{{rule_en}}' },
} as const satisfies Record<string, Required<Label>>

export type Reason = { readonly code: keyof typeof reasonSentences } & Readonly<Record<string, string>>
interface Hit {
  readonly rule: string
  readonly label: Label
}

/** The rules that were hit for the approver, each reason once, as codes and figures. */
export const reasonsOf = (hits: readonly Hit[], facts: QuoteFacts, special_clause: boolean | null): readonly Reason[] =>
  [...new Map([...hits.map((hit) => reasonOf(hit, facts)), ...(special_clause ? [{ code: 'special_clause' } as const] : [])].map((reason) => [JSON.stringify(reason), reason])).values()]

function reasonOf({ rule, label }: Hit, { discount, deviation }: QuoteFacts): Reason {
  if (rule === 'discount') return { code: 'discount', percent: short(discount) }
  if (rule.startsWith('deviation')) return { code: 'deviation', percent: short(deviation) }
  if (rule.startsWith('late')) return { code: 'late' }
  return rule === 'no_base' ? { code: 'no_base' } : { code: 'rule', rule: label.zh, rule_en: label.en ?? label.zh }
}

/** The reasons in words, in the language asked for. */
export const wordReasons = (reasons: readonly Reason[], language: 'zh' | 'en'): readonly string[] => sayRows(reasons, reasonSentences).map((one) => one[language] ?? one.zh)

const short = (percent: string) => String(Number(Number(percent).toFixed(4)))
