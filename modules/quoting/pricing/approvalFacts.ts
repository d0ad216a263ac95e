import { Decimal } from 'decimal.js'
import type { Label } from '../../../model/refuse.ts'
import { sayRows } from '../../../model/sayRow.ts'
import type { RuleHit } from '../../../model/work.ts'

/**
 * A line or a quantity break as it is judged; what the house says of it stands in `reference_*`, whatever was
 * typed.
 */
export interface PricedLine {
  readonly name?: string | null
  readonly base_price: string | null
  readonly discount_percent: string | null
  readonly agreed_price: string | null
  readonly reference_price?: string | null
  readonly reference_from?: string | null
  readonly delivery_days?: string | null
}

const hundred = new Decimal(100)
const isAbove = (value: string | null | undefined): value is string =>
  value !== null && value !== undefined && new Decimal(value).gt(0)

/**
 * What a line gives away in percent of the base price typed on it, with the discount on the whole quote on
 * top; exact. Where a price was agreed the percentage follows from the price; where a percentage was given it
 * is that one, so that rounding a price never pushes
 * 5.00 % over 5 %. Null without a base price.
 */
export function discountOf(line: PricedLine, document_discount: string | null): Decimal | null {
  if (!isAbove(line.base_price)) return null
  const own =
    line.agreed_price === null
      ? new Decimal(line.discount_percent ?? 0)
      : hundred.minus(new Decimal(line.agreed_price).div(line.base_price).mul(100))
  return withDocument(own, document_discount)
}

/**
 * The same against the price that the house gives for the line: a base price typed over it hides nothing.
 * Null where the house gives none.
 */
function discountOfReference(line: PricedLine, document_discount: string | null): Decimal | null {
  const { base_price, agreed_price, discount_percent, reference_price } = line
  if (!isAbove(reference_price)) return null
  if (base_price !== null && new Decimal(base_price).eq(reference_price))
    return discountOf(line, document_discount)
  const price =
    agreed_price !== null
      ? new Decimal(agreed_price)
      : base_price === null
        ? null
        : new Decimal(base_price).mul(hundred.minus(discount_percent ?? 0)).div(100)
  return price && withDocument(hundred.minus(price.div(reference_price).mul(100)), document_discount)
}

const withDocument = (own: Decimal, discount: string | null): Decimal =>
  hundred.minus(
    hundred
      .minus(own)
      .mul(hundred.minus(discount ?? 0))
      .div(100),
  )

/**
 * Both ways a line is off. A price above what its cost asks for is no deviation; one above the price list is.
 */
function deviationsOf(line: PricedLine, discount: string | null): readonly Decimal[] {
  const [typed, judged] = [discountOf(line, discount), discountOfReference(line, discount)]
  return [
    ...(typed ? [typed.abs()] : []),
    ...(judged ? [line.reference_from === 'list' ? judged.abs() : judged] : []),
  ]
}

export interface QuoteFacts {
  /**
   * Largest discount of a line in percent, the document's included, of the base price typed or of the one the
   * house gives, whichever is more.
   */
  readonly discount: string
  /** Largest |price − base| ÷ base in percent. */
  readonly deviation: string
  /** A line, or the whole, is delivered later than committed. */
  readonly late: boolean
  /** A line has no base price but what its seller typed. */
  readonly without_base: boolean
  /** A base price was typed below the one the house gives. */
  readonly base_lowered: boolean
}

interface Terms {
  readonly discount_percent: string | null
  readonly delivery_days: string | null
  readonly committed_days: string | null
}

/**
 * What the approval rule judges of prices and days: the worst line, since one good line must not hide
 * another.
 */
export function approvalFacts(lines: readonly PricedLine[], quote: Terms): QuoteFacts {
  const all = (of: (line: PricedLine) => readonly (Decimal | null)[]) =>
    lines.flatMap(of).filter((one): one is Decimal => one !== null)
  return {
    discount: Decimal.max(
      0,
      ...all((line) => [
        discountOf(line, quote.discount_percent),
        discountOfReference(line, quote.discount_percent),
      ]),
    ).toFixed(),
    deviation: Decimal.max(0, ...all((line) => deviationsOf(line, quote.discount_percent))).toFixed(),
    late: latest(lines, quote) !== null,
    without_base: lines.some(
      (line) =>
        !isAbove(line.reference_price) && (line.reference_price !== undefined || !isAbove(line.base_price)),
    ),
    base_lowered: lines.some(isLowered),
  }
}

/** The longest delivery beyond what is committed, in days; null where none is. */
export function latest(
  lines: readonly PricedLine[],
  { delivery_days, committed_days }: Terms,
): string | null {
  const days = [delivery_days, ...lines.map((line) => line.delivery_days)].filter(isAbove)
  const longest = Decimal.max(0, ...days)
  return committed_days !== null && longest.gt(committed_days) ? longest.toFixed() : null
}

export const isLowered = ({ base_price, reference_price }: PricedLine): boolean =>
  isAbove(reference_price) && base_price !== null && new Decimal(base_price).lt(reference_price)

/** The levels of the rule's answer, each once; a rule without a level says nothing. */
export const levelsOf = (answer: unknown): string[] => [
  ...new Set([answer].flat().filter((level): level is string => typeof level === 'string' && level !== '')),
]

/**
 * Why somebody has to agree, with the limit of the rule that applied; a rule of the company's own is told by
 * what the company calls it.
 */
export const reasonSentences = {
  discount: { zh: '折扣 {{percent}}% 超过{{limit}}%', en: 'Discount of {{percent}} %, over {{limit}} %' },
  deviation: {
    zh: '偏离基准价 {{percent}}%，超过{{limit}}%',
    en: '{{percent}} % off the base price, more than {{limit}} %',
  },
  late: {
    zh: '交期 {{days}} 天，超出承诺的 {{limit}} 天',
    en: 'Delivery in {{days}} days, later than the {{limit}} committed',
  },
  no_base: {
    zh: '有明细没有价格表或成本可比，价格由销售填写',
    en: 'A line has no list price or cost to compare with: its price was typed',
  },
  base_lowered: {
    zh: '“{{line}}”基准价由 {{from}} 改为 {{to}}',
    en: 'The base price of "{{line}}" was typed as {{to}} in place of {{from}}',
  },
  cost_unknown: {
    zh: '“{{line}}”成本未知或不全，毛利未知',
    en: 'The cost of "{{line}}" is unknown or not complete, so its margin is unknown',
  },
  cost_by_hand: {
    zh: '“{{line}}”成本为人工 {{to}}，系统核算 {{from}}{{who}}',
    en: 'The cost of "{{line}}" is {{to}} by hand, {{from}} as calculated{{who_en}}',
  },
  figures_entered: {
    zh: '“{{line}}”的成本以人工填写的图纸数据核算',
    en: 'The cost of "{{line}}" rests on figures that were entered by hand',
  },
  below_floor: {
    zh: '“{{line}}”按系统核算成本 {{cost}} 低于毛利底线 {{floor}}%',
    en: '"{{line}}" is below the margin floor of {{floor}} % at its calculated cost of {{cost}}',
  },
  rate_by_hand: {
    zh: '汇率 {{rate}} 由人工填写，汇率表为 {{ledger}}',
    en: 'The exchange rate of {{rate}} was typed; the ledger says {{ledger}}',
  },
  special_clause: {
    zh: '含特殊技术条款，抄送技术负责人',
    en: 'It has a special technical clause: copied to the tech lead',
  },
  rule: { zh: '{{rule}}', en: '{{rule_en}}' },
} as const satisfies Record<string, Required<Label>>

export type Reason = { readonly code: keyof typeof reasonSentences } & Readonly<Record<string, string>>
/** What there is to say of each rule beside its name; without `limit`, which the rule has. */
export type Told = Readonly<Partial<Record<string, readonly Reason[]>>>

/** The rules that were hit for the approver, each reason once, as codes and figures. */
export const reasonsOf = (
  hits: readonly RuleHit[],
  told: Told,
  special_clause: boolean | null,
): readonly Reason[] => [
  ...new Map(
    [
      ...hits.flatMap((hit) => reasonsOfHit(hit, told)),
      ...(special_clause ? [{ code: 'special_clause' } as const] : []),
    ].map((reason) => [JSON.stringify(reason), reason]),
  ).values(),
]

/**
 * The shipped rules are told by the fact they ask for (`deviation_manager` by `deviation`), others by their
 * name.
 */
function reasonsOfHit({ rule, label, when }: RuleHit, told: Told): readonly Reason[] {
  const said = told[rule.replace(/_manager$/, '')]
  const limit = Object.values(when)
    .map((test) => /-?\d+(\.\d+)?/.exec(test)?.[0])
    .find((one) => one !== undefined)
  return said
    ? said.map((one) => ({ ...(limit === undefined ? {} : { limit }), ...one }))
    : [{ code: 'rule', rule: label.zh, rule_en: label.en ?? label.zh }]
}

/** The reasons in words, in the language asked for. */
export const wordReasons = (reasons: readonly Reason[], language: 'zh' | 'en'): readonly string[] =>
  sayRows(reasons, reasonSentences).map((one) => one[language] ?? one.zh)

/** A percentage or an amount as it is told: four digits after the point at most. */
export const short = (value: string): string => new Decimal(value).toDecimalPlaces(4).toFixed()
