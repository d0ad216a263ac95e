import { parser } from '@bpmn-io/lezer-feel'
import { makeBudget, spend, tooDeep, withinStack, type Author, type Budget } from './budget.ts'
import { checkNames } from './check.ts'
import { ExpressionError, type Place } from './error.ts'
import { refuseLong } from './measure.ts'
import { childrenOf, notUnderstood, readBranch, type Branch } from './read.ts'
import type { Scope } from './scope.ts'
import { joinSpecialNames } from './specialNames.ts'
import type { Expression, Node } from './tree.ts'

type Dialect = 'Expression' | 'UnaryTests'

const parsers = {
  Expression: parser.configure({ top: 'Expression' }),
  UnaryTests: parser.configure({ top: 'UnaryTests' }),
}
const DEPTH_MAX = 1000

/**
 * Parse, and with a scope refuse every name it does not know, where it stands.
 * The scope is remembered: `evaluate` lifts values by it. Scopes are told apart by identity.
 * The budget pays for reading and checking what was not met before: too long or too deep a text is refused
 * before it is read.
 * @example parseExpression('amount > 1000 and stage = "won"', scopeOf(opportunity))
 */
export const parseExpression = (source: string, scope?: Scope, budget = makeBudget()): Expression =>
  parse(source, 'Expression', scope, budget)

/** Parse a cell of a decision table: `"A","B"`, `> 5`, `[1..10]`, `-`, `not("x")`, `? > 3`. */
export const parseUnaryTests = (source: string, scope?: Scope, budget = makeBudget()): Expression =>
  parse(source, 'UnaryTests', scope, budget)

const parse = (source: string, dialect: Dialect, scope: Scope | undefined, budget: Budget): Expression => {
  const known = read(source, dialect, budget)
  if (scope === undefined) return known.expression
  const found = known.checked.get(scope)
  if (found) return found
  const { root } = known.expression
  withinStack(root, () => checkNames(root, scope, budget))
  const checked = { source, root, scope }
  known.checked.set(scope, checked)
  return checked
}

interface Known {
  readonly expression: Expression
  /** By scope, which lives as long as a version of the definitions. */
  readonly checked: WeakMap<Scope, Expression>
}

/** What callers send neither fills the memory nor pushes out what the house is made of. */
const shelves: Readonly<
  Record<Author, { readonly known: Map<string, Known>; readonly lettersMax: number; letters: number }>
> = {
  definition: { known: new Map(), lettersMax: 1_000_000, letters: 0 },
  caller: { known: new Map(), lettersMax: 100_000, letters: 0 },
}

/** The oldest make room: a Map keeps the order of insertion. */
const read = (source: string, dialect: Dialect, budget: Budget): Known => {
  const key = `${dialect}:${source}`
  const found = shelves.definition.known.get(key) ?? shelves.caller.known.get(key)
  if (found) return found
  const made = {
    expression: withinStack(wholeOf(source), () => build(source, dialect, budget)),
    checked: new WeakMap<Scope, Expression>(),
  }
  const shelf = shelves[budget.author]
  shelf.known.set(key, made)
  shelf.letters += key.length
  for (const oldest of shelf.known.keys()) {
    if (shelf.letters <= shelf.lettersMax) break
    shelf.known.delete(oldest)
    shelf.letters -= oldest.length
  }
  return made
}

const wholeOf = (source: string): Place => ({ from: 0, to: source.length })

const build = (source: string, dialect: Dialect, budget: Budget): Expression => {
  budget.at = wholeOf(source)
  refuseLong(source, budget)
  if (source.trim() === '')
    throw new ExpressionError(
      'syntax',
      { zh: '表达式是空的', en: 'The expression is empty' },
      wholeOf(source),
    )
  const top = readTree(source, dialect, budget)
  refuseErrors(top, source, 0)
  const parts = childrenOf(top)
  const root: Node = dialect === 'UnaryTests' ? readBranch(top, source) : readBranch(parts[0]!, source)
  if (dialect === 'Expression' && parts.length > 1) throw notUnderstood(parts[1]!, source)
  return { source, root }
}

/** A step of the parser is a token in one of the readings it follows, and takes some microseconds. */
const TOKEN_STEPS = 50

const readTree = (source: string, dialect: Dialect, budget: Budget): Branch => {
  const reading = parsers[dialect].startParse(joinSpecialNames(source))
  for (;;) {
    const tree = reading.advance()
    if (tree) return tree.topNode
    spend(budget, TOKEN_STEPS)
  }
}

const refuseErrors = (branch: Branch, source: string, depth: number): void => {
  if (depth > DEPTH_MAX) throw tooDeep({ from: branch.from, to: branch.to })
  if (branch.type.isError) throw notUnderstood(branch, source)
  for (let child = branch.firstChild; child; child = child.nextSibling) refuseErrors(child, source, depth + 1)
}
