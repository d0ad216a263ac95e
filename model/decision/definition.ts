import type { FeelType } from '../expression/index.ts'
import type { Label } from '../refuse.ts'

/**
 * DMN 1.5, 8.2.8: unique, any, priority, first, rule order, output order, collect (list, sum, minimum,
 * maximum, count).
 */
export type HitPolicy = 'U' | 'A' | 'P' | 'F' | 'R' | 'O' | 'C' | 'C+' | 'C<' | 'C>' | 'C#'

export interface DecisionInput {
  readonly name: string
  readonly label?: Label
  /** FEEL over the context. */
  readonly expression: string
  /** What the value is taken for; found out from the expression unless told. */
  readonly type?: FeelType
  /** Unary tests, one of which the value must pass: `"A"`, `[0..100]`. An empty value passes. */
  readonly values?: readonly string[]
}

export interface DecisionOutput {
  readonly name: string
  readonly label?: Label
  readonly type?: FeelType
  /** FEEL literals; for P and O the most important first. */
  readonly values?: readonly string[]
  /** FEEL, when no rule hits. */
  readonly default?: string
}

export interface Rule {
  readonly id: string
  /** A unary test for each input; `-` is any. */
  readonly when: readonly string[]
  /** FEEL for each output. */
  readonly then: readonly string[]
  readonly note?: Label
}

export interface Decision {
  readonly name: string
  readonly label: Label
  readonly hit_policy: HitPolicy
  readonly inputs: readonly DecisionInput[]
  readonly outputs: readonly DecisionOutput[]
  readonly rules: readonly Rule[]
  /** Published version of the company's change; absent while it is as shipped. */
  readonly version?: number
  /** Dates `YYYY-MM-DD`, both included. */
  readonly effective?: { readonly from?: string; readonly to?: string }
}

/**
 * A decision table as plain JSON.
 * @example defineDecision('margin_floor', { label: { zh: '毛利底线', en: 'Margin floor' }, hit_policy: 'U',
 * inputs: [{ name: 'grade', expression: 'customer.grade' }], outputs: [{ name: 'floor' }], rules: [{ id: 'a',
 * when: ['"A"'], then: ['18'] }] })
 */
export const defineDecision = (name: string, body: Omit<Decision, 'name'>): Decision => ({ name, ...body })
