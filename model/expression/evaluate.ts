import { makeBudget, refusalOf, spend, type Budget } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import { compileNode } from './compile.ts'
import { compileCell } from './compileTests.ts'
import { bind, INPUT, type Env, type Run } from './env.ts'
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
  const env = makeEnv(context, options, options?.scope ?? expression.scope)
  try {
    return lowerValue(run(expression, env), env.clock.budget)
  } catch (error) {
    throw refusalOf(error, expression.root)
  }
}

/** Is the condition met? Null is as good as false. */
export const holds = (expression: Expression, context: Context, options?: EvaluateOptions): boolean => {
  try {
    return run(expression, makeEnv(context, options, options?.scope ?? expression.scope)) === true
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
  const env = makeEnv(context, options, options?.scope ?? expression.scope)
  try {
    const value = liftValue(input, (options?.scope ?? expression.scope)?.[INPUT], env.clock)
    return run(expression, bind(env, INPUT, value)) === true
  } catch (error) {
    throw refusalOf(error, expression.root)
  }
}

/**
 * The names and the clock of several evaluations in a row, which share one budget.
 * @example const env = openContext({ amount: '5' }, { now }); evaluateIn(parseExpression('amount + 1'), env)
 */
export const openContext = (context: Context, options?: EvaluateOptions): Env => makeEnv(context, options)

/** The value inside of the evaluator; `lowerValue` makes it plain. */
export const evaluateIn = (expression: Expression, env: Env): Value => {
  try {
    return run(expression, env)
  } catch (error) {
    throw refusalOf(error, expression.root)
  }
}

/** A cell of a decision table as a question to be asked of many values. */
export const prepareTest = (expression: Expression): ((input: Value, env: Env) => boolean) => {
  const { root } = expression
  if (root.is !== 'tests') throw new Error('not a cell of a decision table')
  const [test, weight] = [compileCell(root, compileNode), weightOf(root)]
  return (input, env) => {
    const { budget } = env.clock
    budget.at = root
    spend(budget, weight)
    try {
      return test(input, env) === true
    } catch (error) {
      throw refusalOf(error, root)
    }
  }
}

interface Ready {
  readonly evaluate: Run
  readonly weight: number
}
const ready = new WeakMap<Expression, Ready>()

const run = (expression: Expression, env: Env): Value => {
  const { budget } = env.clock
  const known = ready.get(expression) ?? prepare(expression)
  budget.at = expression.root
  spend(budget, known.weight)
  return known.evaluate(env)
}

const prepare = (expression: Expression): Ready => {
  const made = { evaluate: compileNode(expression.root), weight: weightOf(expression.root) }
  ready.set(expression, made)
  return made
}

const makeEnv = (context: Context, options: EvaluateOptions | undefined, scope = options?.scope): Env => ({
  clock: makeClock(options),
  row: liftRow(context, scope),
  name: undefined,
  value: undefined,
  up: undefined,
})

export const makeClock = (options: EvaluateOptions | undefined): Clock => ({
  now: options?.now?.getTime() ?? Date.now(),
  zone: options?.zone ?? DEFAULT_ZONE,
  budget: options?.budget ?? makeBudget(),
})
