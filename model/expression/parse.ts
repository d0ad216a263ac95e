import { parser } from '@bpmn-io/lezer-feel'
import { checkNames } from './check.ts'
import { ExpressionError } from './error.ts'
import { childrenOf, joinSpecialNames, notUnderstood, readBranch, type Branch } from './read.ts'
import type { Scope } from './scope.ts'
import type { Expression, Node } from './tree.ts'

type Dialect = 'Expression' | 'UnaryTests'

const parsers = { Expression: parser.configure({ top: 'Expression' }), UnaryTests: parser.configure({ top: 'UnaryTests' }) }
const SOURCE_MAX = 20_000
const DEPTH_MAX = 1000
const CACHE_MAX = 5_000
const parsed = new Map<string, Expression>()
const checked = new WeakMap<Scope, Map<string, Expression>>()

/**
 * Parse, and with a scope refuse every name it does not know, where it stands.
 * The scope is remembered: `evaluate` lifts values by it. Scopes are told apart by identity.
 * @example parseExpression('amount > 1000 and stage = "won"', scopeOf(opportunity))
 */
export const parseExpression = (source: string, scope?: Scope): Expression => parse(source, 'Expression', scope)

/** Parse a cell of a decision table: `"A","B"`, `> 5`, `[1..10]`, `-`, `not("x")`, `? > 3`. */
export const parseUnaryTests = (source: string, scope?: Scope): Expression => parse(source, 'UnaryTests', scope)

const parse = (source: string, dialect: Dialect, scope: Scope | undefined): Expression => {
  const key = `${dialect}:${source}`
  if (scope === undefined) return remember(parsed, key, () => build(source, dialect))
  let known = checked.get(scope)
  if (!known) checked.set(scope, known = new Map())
  return remember(known, key, () => {
    const { root } = parse(source, dialect, undefined)
    checkNames(root, scope)
    return { source, root, scope }
  })
}

/** The oldest entry makes room: a Map keeps the order of insertion. */
const remember = (cache: Map<string, Expression>, key: string, make: () => Expression): Expression => {
  const known = cache.get(key)
  if (known) return known
  const made = make()
  if (cache.size >= CACHE_MAX) cache.delete(cache.keys().next().value!)
  cache.set(key, made)
  return made
}

const build = (source: string, dialect: Dialect): Expression => {
  const place = { from: 0, to: source.length }
  if (source.trim() === '') throw new ExpressionError('syntax', { zh: '表达式是空的', en: 'The expression is empty' }, place)
  if (source.length > SOURCE_MAX) throw new ExpressionError('too_long', { zh: '表达式太长', en: 'The expression is too long' }, place)
  const top: Branch = parsers[dialect].parse(joinSpecialNames(source)).topNode
  refuseErrors(top, source, 0)
  const parts = childrenOf(top)
  const root: Node = dialect === 'UnaryTests' ? readBranch(top, source) : readBranch(parts[0]!, source)
  if (dialect === 'Expression' && parts.length > 1) throw notUnderstood(parts[1]!, source)
  return { source, root }
}

const refuseErrors = (branch: Branch, source: string, depth: number): void => {
  if (depth > DEPTH_MAX) throw new ExpressionError('too_deep', { zh: '表达式嵌套太深', en: 'The expression is nested too deeply' }, branch)
  if (branch.type.isError) throw notUnderstood(branch, source)
  for (let child = branch.firstChild; child; child = child.nextSibling) refuseErrors(child, source, depth + 1)
}
