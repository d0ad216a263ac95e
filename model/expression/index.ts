/** FEEL, the one expression language: parse, check, evaluate exactly, compile to SQL. See README.md. */
export { parseExpression, parseUnaryTests } from './parse.ts'
export { evaluate, holds, testUnary, type EvaluateOptions } from './evaluate.ts'
export { pathsOf, typeOf } from './check.ts'
export { compileToSql, type SqlText } from './sql/compileToSql.ts'
export { ExpressionError } from './error.ts'
export type { Entry, FeelType, Scope } from './scope.ts'
export type { Expression } from './tree.ts'
export type { Value } from './value.ts'
