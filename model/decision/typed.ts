import {
  parseUnaryTests,
  testUnary,
  type EvaluateOptions,
  type FeelType,
  type Scope,
} from '../expression/index.ts'

export type Context = Readonly<Record<string, unknown>>

/**
 * An input's value as plain JSON, and what type it must be read back as: a number leaves the evaluator as a
 * string of digits.
 */
export interface InputValue {
  readonly value: unknown
  readonly type: FeelType
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
