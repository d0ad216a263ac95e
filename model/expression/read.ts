import { ExpressionError } from './error.ts'
import { parseNumber } from './lift.ts'
import { unquote } from './quote.ts'
import { nameOfFunction } from './specialNames.ts'
import type { ArithmeticOp, Binding, CompareOp, Node, NodeOf } from './tree.ts'

/** The part of a grammar node we read; `lezer` does not export its type through the parser package. */
export interface Branch {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly type: { readonly isError: boolean }
  readonly firstChild: Branch | null
  readonly nextSibling: Branch | null
}

/** The grammar's tree as ours. Anything the grammar could not place is refused where it stands. */
export const readBranch = (branch: Branch, source: string): Node => {
  const leaf = readLeaf(branch, source)
  if (leaf) return leaf
  const at = { from: branch.from, to: branch.to }
  const parts = childrenOf(branch)
  const read = (i: number): Node =>
    readBranch(expect(parts[i < 0 ? parts.length + i : i], branch, source), source)
  const text = (part: Branch | undefined): string => (part ? nameIn(part, source) : '')

  switch (branch.name) {
    case 'ParenthesizedExpression':
      return read(1)
    case 'ArithmeticExpression':
      if (parts.length === 2) return { ...at, is: 'negate', of: read(1) }
      return { ...at, is: 'arithmetic', op: text(parts[1]) as ArithmeticOp, left: read(0), right: read(2) }
    case 'Conjunction':
      return { ...at, is: 'and', left: read(0), right: read(-1) }
    case 'Disjunction':
      return { ...at, is: 'or', left: read(0), right: read(-1) }
    case 'Comparison':
      return readComparison(branch, parts, source)
    case 'IfExpression':
      return { ...at, is: 'if', when: read(1), then: read(3), else: read(5) }
    case 'PathExpression':
      return { ...at, is: 'path', of: read(0), name: text(parts.at(-1)) }
    case 'FilterExpression':
      return { ...at, is: 'filter', of: read(0), by: read(2) }
    case 'QuantifiedExpression':
      return {
        ...at,
        is: text(parts[0]) as 'some' | 'every',
        over: readBindings(parts[1]!, source),
        satisfies: read(-1),
      }
    case 'ForExpression':
      return { ...at, is: 'for', over: readBindings(parts[1]!, source), gives: read(-1) }
    case 'List':
      return { ...at, is: 'list', items: parts.slice(1, -1).map((part) => readBranch(part, source)) }
    case 'Context':
      return {
        ...at,
        is: 'context',
        entries: parts.filter((part) => part.name === 'ContextEntry').map((part) => readEntry(part, source)),
      }
    case 'FunctionInvocation':
      return readCall(branch, parts, source)
    case 'DateTimeLiteral':
      return readDateTime(branch, parts, source)
    case 'FunctionDefinition':
      return { ...at, is: 'function', ...readParams(parts[2]!, source), body: read(-1) }
    case 'FunctionBody':
      return read(-1)
    case 'InstanceOfExpression':
      return { ...at, is: 'instance', of: read(0), type: text(parts.at(-1)) }
    case 'Interval':
      return { ...at, is: 'range', start: read(1), end: read(3), ...bracketsOf(parts, source) }
    case 'IterationContext':
      return parts.length === 1
        ? read(0)
        : { ...at, is: 'range', steps: true, start: read(0), end: read(-1), startIn: true, endIn: true }
    case 'SimplePositiveUnaryTest':
      return parts.length === 1
        ? read(0)
        : { ...at, is: 'test', op: text(parts[0]) as CompareOp, right: read(1) }
    case 'Expression':
    case 'Expressions':
    case 'PositiveUnaryTest':
      return read(0)
    case 'UnaryTests':
      return readUnaryTests(branch, parts, source)
    default:
      throw notUnderstood(branch, source)
  }
}

const bracketsOf = (parts: Branch[], source: string): { startIn: boolean; endIn: boolean } => ({
  startIn: nameIn(parts[0]!, source) === '[',
  endIn: nameIn(parts.at(-1)!, source) === ']',
})

/** What has no parts of its own. */
const readLeaf = (branch: Branch, source: string): Node | null => {
  const at = { from: branch.from, to: branch.to }
  switch (branch.name) {
    case 'NumericLiteral':
      return readNumber(branch, source)
    case 'StringLiteral':
      return { ...at, is: 'literal', value: unquote(source.slice(at.from, at.to)) }
    case 'BooleanLiteral':
      return { ...at, is: 'literal', value: nameIn(branch, source) === 'true' }
    case 'null':
      return { ...at, is: 'literal', value: null }
    case '?':
      return { ...at, is: 'input' }
    case 'VariableName':
      return source.slice(at.from, at.to) === '?'
        ? { ...at, is: 'input' }
        : { ...at, is: 'name', name: nameIn(branch, source) }
    default:
      return null
  }
}

export const childrenOf = (branch: Branch): Branch[] => {
  const parts: Branch[] = []
  for (let child = branch.firstChild; child; child = child.nextSibling)
    if (!/Comment$/.test(child.name)) parts.push(child)
  return parts
}

export const notUnderstood = (branch: { from: number; to: number }, source: string): ExpressionError => {
  const text = source.slice(branch.from, Math.min(branch.to, branch.from + 80))
  return text.trim() === ''
    ? new ExpressionError('syntax', { zh: '表达式没有写完', en: 'Something is missing here' }, branch)
    : new ExpressionError(
        'syntax',
        { zh: `看不懂这里：“${text}”`, en: `Not understood here: "${text}"` },
        branch,
      )
}

const expect = (part: Branch | undefined, branch: Branch, source: string): Branch => {
  if (part === undefined) throw notUnderstood({ from: branch.to, to: branch.to }, source)
  return part
}

const nameIn = (branch: Branch, source: string): string =>
  source.slice(branch.from, branch.to).trim().replace(/\s+/g, ' ')

const readNumber = (branch: Branch, source: string): Node => {
  const text = source.slice(branch.from, branch.to).replace(/\s/g, '')
  const value = parseNumber(text)
  if (value === null || value.precision() > 34)
    throw new ExpressionError(
      'number_too_long',
      { zh: '数字最多34位有效数字', en: 'A number has at most 34 significant digits' },
      branch,
    )
  return { from: branch.from, to: branch.to, is: 'literal', value }
}

/**
 * The grammar lets the test after `in` run on over `and` and `or`, so that `a in b or c` asks whether a is in
 * (b or c). Nobody who writes it means that, and in a grant it would change who sees what: parentheses must
 * say it.
 */
const refuseOpenTest = (test: Branch): void => {
  const parts = childrenOf(test)
  if (test.name === 'Disjunction' || test.name === 'Conjunction')
    throw new ExpressionError(
      'in_needs_parentheses',
      {
        zh: '“in”之后接“and/or”有歧义，请写成 (a in b) or c',
        en: '"in" followed by "and" or "or" is ambiguous: write (a in b) or c',
      },
      test,
    )
  if (parts.length === 1 && test.name !== 'ParenthesizedExpression') refuseOpenTest(parts[0]!)
}

const readComparison = (branch: Branch, parts: Branch[], source: string): Node => {
  const at = { from: branch.from, to: branch.to }
  const read = (i: number): Node => readBranch(expect(parts[i], branch, source), source)
  const op = expect(parts[1], branch, source)
  if (op.name === 'between') return { ...at, is: 'between', of: read(0), low: read(2), high: read(4) }
  if (op.name !== 'in')
    return { ...at, is: 'compare', op: nameIn(op, source) as CompareOp, left: read(0), right: read(2) }
  const group = parts.find((part) => part.name === 'PositiveUnaryTests')
  if (!group) refuseOpenTest(expect(parts[2], branch, source))
  const tests = group ? childrenOf(group).map((part) => readBranch(part, source)) : [read(2)]
  return { ...at, is: 'in', of: read(0), tests }
}

const readBindings = (branch: Branch, source: string): Binding[] =>
  childrenOf(branch)
    .filter((part) => part.name === 'InExpression')
    .map((part) => {
      const [name, , of] = childrenOf(part)
      return {
        name: nameIn(expect(name, part, source), source),
        of: readBranch(expect(of, part, source), source),
      }
    })

const readEntry = (branch: Branch, source: string): Binding => {
  const [key, value] = childrenOf(branch)
  const text = nameIn(expect(key, branch, source), source)
  return {
    name: text.startsWith('"') ? unquote(text) : text,
    of: readBranch(expect(value, branch, source), source),
  }
}

const readParams = (branch: Branch, source: string): Pick<NodeOf<'function'>, 'params' | 'types'> => {
  if (branch.name !== 'FormalParameters') return { params: [] }
  const parts = childrenOf(branch).map((part) => [part, ...childrenOf(part)] as const)
  const types = parts.map(([, , type]) => type && nameIn(type, source))
  const params = parts.map(([part, name]) => nameIn(name ?? part, source))
  return types.some(Boolean) ? { params, types } : { params }
}

const readCall = (branch: Branch, parts: Branch[], source: string): NodeOf<'call'> => {
  const callee = expect(parts[0], branch, source)
  const name =
    callee.name === 'VariableName' || callee.name === 'SpecialFunctionName'
      ? nameOfFunction(nameIn(callee, source))
      : ''
  const on: Node = name ? { is: 'name', name, from: callee.from, to: callee.to } : readBranch(callee, source)
  const group = parts.find((part) => /Parameters$/.test(part.name))
  const inside = group ? childrenOf(group) : []
  const at = { from: branch.from, to: branch.to, is: 'call', name, on } as const
  if (group?.name !== 'NamedParameters')
    return { ...at, args: inside.map((part) => readBranch(part, source)) }
  const pairs = inside.map(childrenOf)
  return {
    ...at,
    named: pairs.map(([key]) => nameIn(expect(key, branch, source), source)),
    args: pairs.map(([, value]) => readBranch(expect(value, branch, source), source)),
  }
}

const readDateTime = (branch: Branch, parts: Branch[], source: string): Node => {
  const first = expect(parts[0], branch, source)
  if (first.name !== 'AtLiteral')
    return readCall(
      branch,
      parts.map((part, i) => (i === 0 ? { ...viewOf(part), name: 'SpecialFunctionName' } : part)),
      source,
    )
  const text = expect(childrenOf(first).at(-1), first, source)
  const at = { from: branch.from, to: branch.to }
  return {
    ...at,
    is: 'call',
    name: '@',
    on: { ...at, is: 'name', name: '@' },
    args: [readBranch(text, source)],
  }
}

const viewOf = ({ from, to, type, firstChild, nextSibling }: Branch): Omit<Branch, 'name'> => ({
  from,
  to,
  type,
  firstChild,
  nextSibling,
})

const readUnaryTests = (branch: Branch, parts: Branch[], source: string): Node => {
  const at = { from: branch.from, to: branch.to }
  if (parts[0]?.name === 'Wildcard') return { ...at, is: 'tests', not: false, tests: 'any' }
  const group = expect(
    parts.find((part) => part.name === 'PositiveUnaryTests'),
    branch,
    source,
  )
  return {
    ...at,
    is: 'tests',
    not: parts[0]?.name === 'not',
    tests: childrenOf(group).map((part) => readBranch(part, source)),
  }
}
