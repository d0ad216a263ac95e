/** FEEL, the one expression language: parse, check, evaluate exactly, compile to SQL. See README.md. */
export { parseExpression, parseUnaryTests } from './parse.ts'
export {
  evaluate,
  evaluateIn,
  holds,
  openContext,
  prepareTest,
  testUnary,
  type EvaluateOptions,
} from './evaluate.ts'
export { liftValue, lowerValue } from './lift.ts'
export type { Env } from './env.ts'
export { pathsOf, typeOf } from './check.ts'
export { alternativesOf, pinnedBy } from './alternatives.ts'
export { compileToSql, type SqlText } from './sql/compileToSql.ts'
export { quoteName } from './sql/piece.ts'
export { together } from './sql/together.ts'
export { makeBudget, spentOf, type Author, type Budget } from './budget.ts'
export { ExpressionError } from './error.ts'
export type { Entry, FeelType, Scope } from './scope.ts'
export type { Expression } from './tree.ts'
export { kindOf as kindOfValue, type Value } from './value.ts'
