import { Decimal } from 'decimal.js'
import { refuse } from '../refuse.ts'
import type { Decision } from './definition.ts'

export interface Hit {
  readonly rule: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
}

/** Sums are exact: never round inside a rule. */
const Exact = Decimal.clone({ precision: 1000 })

/**
 * One result from the rules that hit, by the table's hit policy (DMN 1.5, 8.2.8); at least one has hit.
 * @param rank the place of a hit in output order, smaller first, compared from left to right.
 */
export const combineHits = (
  decision: Decision,
  hits: readonly Hit[],
  rank: (hit: Hit) => readonly number[],
): unknown => {
  const value = (hit: Hit): unknown => valueOf(decision, hit)
  const ordered = (): Hit[] => hits.toSorted((one, other) => compareRanks(rank(one), rank(other)))
  switch (decision.hit_policy) {
    case 'U':
      if (hits.length > 1)
        throw refuseHits(
          decision,
          hits,
          'decision_not_unique',
          '只允许一条规则命中，却命中了',
          'allows one rule to hit, but these do',
        )
      return value(hits[0]!)
    case 'A':
      if (hits.some((hit) => !isSame(value(hit), value(hits[0]!)))) {
        throw refuseHits(
          decision,
          hits,
          'decision_outputs_differ',
          '命中的规则结果不一致',
          'has rules that hit with different results',
        )
      }
      return value(hits[0]!)
    case 'F':
      return value(hits[0]!)
    case 'P':
      return value(ordered()[0]!)
    case 'O':
      return ordered().map(value)
    case 'R':
    case 'C':
      return hits.map(value)
    case 'C#':
      return String(hits.length)
    default:
      return aggregate(decision, hits.map(value))
  }
}

const valueOf = (decision: Decision, hit: Hit): unknown =>
  decision.outputs.length === 1 ? hit.outputs[decision.outputs[0]!.name] : hit.outputs

export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const compareRanks = (one: readonly number[], other: readonly number[]): number => {
  const at = one.findIndex((rank, index) => rank !== other[index])
  return at < 0 ? 0 : one[at]! - other[at]!
}

/** Numbers are added and compared as numbers; dates and texts are compared as written. */
const aggregate = (decision: Decision, values: readonly unknown[]): unknown => {
  const isText = decision.outputs[0]?.type !== undefined && decision.outputs[0].type !== 'number'
  const numbers = values.map((value) =>
    !isText && typeof value === 'string' && /^-?\d/.test(value) ? toNumber(value) : undefined,
  )
  if (numbers.every((one) => one !== undefined)) {
    const total =
      decision.hit_policy === 'C+'
        ? Exact.sum(...numbers)
        : decision.hit_policy === 'C<'
          ? Exact.min(...numbers)
          : Exact.max(...numbers)
    return total.toFixed()
  }
  if (decision.hit_policy === 'C+' || values.some((value) => typeof value !== 'string')) {
    throw refuse(
      'decision_not_numeric',
      {
        zh: `决策表“${decision.label.zh}”要汇总的结果不是数字：${values.join('、')}`,
        en: `The decision "${decision.label.en ?? decision.label.zh}" adds up results that are not numbers: ${values.join(', ')}`,
      },
      { data: { decision: decision.name } },
    )
  }
  const texts = (values as string[]).toSorted()
  return decision.hit_policy === 'C<' ? texts[0] : texts.at(-1)
}

const toNumber = (text: string): Decimal | undefined => {
  try {
    return new Exact(text)
  } catch {
    return undefined
  }
}

const refuseHits = (decision: Decision, hits: readonly Hit[], code: string, zh: string, en: string) => {
  const rules = hits.map((hit) => hit.rule)
  return refuse(
    code,
    {
      zh: `决策表“${decision.label.zh}”${zh}：${rules.join('、')}`,
      en: `The decision "${decision.label.en ?? decision.label.zh}" ${en}: ${rules.join(', ')}`,
    },
    { data: { decision: decision.name, rules } },
  )
}
