import {
  evaluate,
  parseExpression,
  parseUnaryTests,
  testUnary,
  typeOf,
  type EvaluateOptions,
  type FeelType,
  type Scope,
} from '../expression/index.ts'
import type { DecisionInput } from './definition.ts'

export type Context = Readonly<Record<string, unknown>>

/**
 * An input's value as plain JSON, and what type it must be read back as: a number leaves the evaluator as a
 * string of digits.
 */
export interface InputValue {
  readonly value: unknown
  readonly type: FeelType
}

export const readInput = (input: DecisionInput, context: Context, options: EvaluateOptions): InputValue => {
  const expression = parseExpression(input.expression, options.scope)
  const value = evaluate(expression, context, options)
  return { value, type: input.type ?? findType(input.expression, context, options) }
}

const RUNTIME_TYPES: readonly (readonly [feel: string, type: FeelType])[] = [
  ['number', 'number'],
  ['date', 'date'],
  ['date and time', 'datetime'],
  ['time', 'time'],
  ['days and time duration', 'duration'],
  ['years and months duration', 'duration'],
]

/** The static type where the scope knows it, else the type of the value at hand. */
const findType = (source: string, context: Context, options: EvaluateOptions): FeelType => {
  const fixed = options.scope ? typeOf(parseExpression(source, options.scope), options.scope) : 'any'
  if (fixed !== 'any') return fixed
  const isA = (feel: string): boolean =>
    evaluate(parseExpression(`(${source}) instance of ${feel}`, options.scope), context, options) === true
  return RUNTIME_TYPES.find(([feel]) => isA(feel))?.[1] ?? 'any'
}

/** Does the cell hold for the input? It may also say other names of the context. */
export const passes = (
  cell: string,
  input: InputValue,
  context: Context,
  options: EvaluateOptions,
): boolean => {
  if (isAny(cell)) return true
  const scope = scopeWithInput(options.scope, input.type)
  return testUnary(parseUnaryTests(cell, options.scope && scope), input.value, context, { ...options, scope })
}

export const isAny = (cell: string): boolean => cell.trim() === '-' || cell.trim() === ''

/** Scopes are told apart by identity, so the same one is given for the same question. */
const made = new WeakMap<Scope, Map<FeelType, Scope>>()
const NO_SCOPE: Scope = {}

export const scopeWithInput = (scope: Scope = NO_SCOPE, type: FeelType): Scope => {
  const known = made.get(scope) ?? new Map<FeelType, Scope>()
  made.set(scope, known)
  const found = known.get(type) ?? { ...scope, '?': { is: 'value', type } }
  known.set(type, found)
  return found
}
