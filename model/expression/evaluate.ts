import { makeBudget, refusalOf, spend, type Budget } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import { compileNode } from './compile.ts'
import { INPUT, type Env, type Run } from './env.ts'
import { liftRow, liftValue, lowerValue } from './lift.ts'
import type { Scope } from './scope.ts'
import type { Expression } from './tree.ts'
import type { Value } from './value.ts'
import { weightOf } from './weight.ts'

export interface EvaluateOptions {
  /** The clock `now()` and `today()` read. */
  readonly now?: Date
  /** IANA zone of the company, `Asia/Shanghai` unless told. */
  readonly zone?: string
  /** What types the strings of the context have; the scope it was parsed with unless told. */
  readonly scope?: Scope
  /**
   * What the evaluation may cost; one of its own, as for a definition, unless told. Given to several, they
   * share it.
   */
  readonly budget?: Budget
}

export type Context = Readonly<Record<string, unknown>>

export const DEFAULT_ZONE = 'Asia/Shanghai'

/**
 * The plain result: numbers as decimal strings, dates `YYYY-MM-DD`, dates and times ISO 8601 in UTC,
 * durations ISO 8601.
 * @example evaluate(parseExpression('0.1 + 0.2'), {}) // '0.3'
 */
export const evaluate = (expression: Expression, context: Context, options?: EvaluateOptions): unknown => {
  const env = makeEnv(expression, context, options)
  try {
    return lowerValue(run(expression, env), env.clock.budget)
  } catch (error) {
    throw refusalOf(error, expression.root)
  }
}

/** Is the condition met? Null is as good as false. */
export const holds = (expression: Expression, context: Context, options?: EvaluateOptions): boolean => {
  try {
    return run(expression, makeEnv(expression, context, options)) === true
  } catch (error) {
    throw refusalOf(error, expression.root)
  }
}

/**
 * Does a cell of a decision table hold for `input`? Strings stay strings unless the scope has an entry called
 * `?`.
 */
export const testUnary = (
  expression: Expression,
  input: unknown,
  context: Context = {},
  options?: EvaluateOptions,
): boolean => {
  const env = makeEnv(expression, context, options)
  try {
    const value = liftValue(input, (options?.scope ?? expression.scope)?.[INPUT], env.clock)
    return run(expression, { clock: env.clock, up: env, vars: new Map([[INPUT, value]]) }) === true
  } catch (error) {
    throw refusalOf(error, expression.root)
  }
}

interface Ready {
  readonly evaluate: Run
  readonly weight: number
}
const ready = new WeakMap<Expression, Ready>()

const run = (expression: Expression, env: Env): Value => {
  const { budget } = env.clock
  let known = ready.get(expression)
  if (!known)
    ready.set(
      expression,
      (known = { evaluate: compileNode(expression.root), weight: weightOf(expression.root) }),
    )
  budget.at = expression.root
  spend(budget, known.weight)
  return known.evaluate(env)
}

const makeEnv = (expression: Expression, context: Context, options: EvaluateOptions | undefined): Env => ({
  clock: makeClock(options),
  row: liftRow(context, options?.scope ?? expression.scope),
})

export const makeClock = (options: EvaluateOptions | undefined): Clock => ({
  now: options?.now?.getTime() ?? Date.now(),
  zone: options?.zone ?? DEFAULT_ZONE,
  budget: options?.budget ?? makeBudget(),
})
