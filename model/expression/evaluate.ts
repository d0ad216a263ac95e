import type { Clock } from './builtins/builtin.ts'
import { compileNode, INPUT, type Env } from './compile.ts'
import { liftRow, liftValue, lowerValue } from './lift.ts'
import type { Scope } from './scope.ts'
import type { Expression } from './tree.ts'
import type { Value } from './value.ts'

export interface EvaluateOptions {
  /** The clock `now()` and `today()` read. */
  readonly now?: Date
  /** IANA zone of the company, `Asia/Shanghai` unless told. */
  readonly zone?: string
  /** What types the strings of the context have; the scope it was parsed with unless told. */
  readonly scope?: Scope
}

export type Context = Readonly<Record<string, unknown>>

export const DEFAULT_ZONE = 'Asia/Shanghai'

/**
 * The plain result: numbers as decimal strings, dates `YYYY-MM-DD`, dates and times ISO 8601 in UTC, durations ISO 8601.
 * @example evaluate(parseExpression('0.1 + 0.2'), {}) // '0.3'
 */
export const evaluate = (expression: Expression, context: Context, options?: EvaluateOptions): unknown =>
  lowerValue(run(expression, context, options))

/** Is the condition met? Null is as good as false. */
export const holds = (expression: Expression, context: Context, options?: EvaluateOptions): boolean =>
  run(expression, context, options) === true

/** Does a cell of a decision table hold for `input`? Strings stay strings unless the scope has an entry called `?`. */
export const testUnary = (expression: Expression, input: unknown, context: Context = {}, options?: EvaluateOptions): boolean => {
  const env = makeEnv(expression, context, options)
  const value = liftValue(input, (options?.scope ?? expression.scope)?.[INPUT], env.clock.zone)
  return compileNode(expression.root)({ clock: env.clock, up: env, vars: new Map([[INPUT, value]]) }) === true
}

const run = (expression: Expression, context: Context, options: EvaluateOptions | undefined): Value =>
  compileNode(expression.root)(makeEnv(expression, context, options))

const makeEnv = (expression: Expression, context: Context, options: EvaluateOptions | undefined): Env =>
  ({ clock: makeClock(options), row: liftRow(context, options?.scope ?? expression.scope) })

export const makeClock = (options: EvaluateOptions | undefined): Clock =>
  ({ now: options?.now?.getTime() ?? Date.now(), zone: options?.zone ?? DEFAULT_ZONE, effort: { steps: 0 } })
