import { findBuiltin } from '../builtins/all.ts'
import { spend } from '../budget.ts'
import { compileNode } from '../compile.ts'
import { INPUT } from '../env.ts'
import { refuseInSql } from '../error.ts'
import { shapeOfValue } from '../shape.ts'
import { partsOf, type Node, type NodeOf } from '../tree.ts'
import { weightOf } from '../weight.ts'
import { arithmeticPiece, negatePiece } from './arithmetic.ts'
import { callPiece } from './call.ts'
import { comparePieces, isNullConst } from './compare.ts'
import { testPiece } from './contain.ts'
import {
  condAnd,
  condOf,
  condOr,
  factorsOf,
  makeCond,
  makeConst,
  NULL,
  writePiece,
  type Cond,
  type Names,
  type Piece,
  type Work,
} from './piece.ts'
import { quantify } from './quantify.ts'
import { filterRows, forRows, listRows, stepInto } from './rows.ts'

/** A part is compiled in so many steps. */
const PIECE_STEPS = 30

export const compilePiece = (node: Node, names: Names, work: Work): Piece => {
  const { budget } = work.clock
  budget.at = node
  spend(budget, PIECE_STEPS)
  if (isClosed(node, names, NONE, work)) {
    spend(budget, weightOf(node))
    const value = compileNode(node)(names.env)
    return makeConst(value, shapeOfValue(value, budget))
  }
  const piece = (part: Node): Piece => compilePiece(part, names, work)
  const cond = (part: Node): Cond => condOf(piece(part), part)
  switch (node.is) {
    case 'name':
      return names.find(node.name) ?? NULL
    case 'input':
      return names.find(INPUT) ?? NULL
    case 'path':
      return stepInto(piece(node.of), node.name, node, work)
    case 'filter':
      return filterRows(node, names, work)
    case 'negate':
      return negatePiece(piece(node.of), node, work)
    case 'arithmetic':
      return arithmeticPiece(node.op, piece(node.left), piece(node.right), node, work)
    case 'compare':
      return makeCond(comparePieces(node.op, piece(node.left), piece(node.right), node, work))
    case 'between': {
      const of = piece(node.of)
      return makeCond(
        condAnd(
          comparePieces('>=', of, piece(node.low), node, work),
          comparePieces('<=', of, piece(node.high), node, work),
        ),
      )
    }
    case 'in': {
      const of = piece(node.of)
      return makeCond(node.tests.map((test) => testPiece(of, test, names, work)).reduce(condOr))
    }
    case 'and':
      return makeCond(condAnd(cond(node.left), cond(node.right)))
    case 'or':
      return makeCond(condOr(cond(node.left), cond(node.right)))
    case 'if':
      return chooseBetween(cond(node.when), piece(node.then), piece(node.else), node, work)
    case 'some':
    case 'every':
      return makeCond(quantify(node, names, work))
    case 'for':
      return forRows(node, names, work)
    case 'list':
      return listRows(node.items.map(piece), node, work)
    case 'call':
      return callPiece(node, names, work)
    default:
      throw refuseInSql(WORDS[node.is] ?? node.is, node)
  }
}

const WORDS: Partial<Record<Node['is'], string>> = {
  context: 'a context',
  function: 'a function',
  instance: 'instance of',
  range: 'a range whose ends depend on the row',
  test: 'a test of nothing',
  tests: 'unary tests',
}

const NONE: ReadonlySet<string> = new Set()

/**
 * Does it need no row? Then it is computed here, once. A part is asked by everything around it, and
 * remembered for it.
 */
const isClosed = (node: Node, names: Names, bound: ReadonlySet<string>, work: Work): boolean => {
  const known = bound.size === 0 ? work.closed.get(node) : undefined
  if (known !== undefined) return known
  spend(work.clock.budget, 2 + bound.size)
  const found = findClosed(node, names, bound, work)
  if (bound.size === 0) work.closed.set(node, found)
  return found
}

const findClosed = (node: Node, names: Names, bound: ReadonlySet<string>, work: Work): boolean => {
  const closed = (part: Node, more: readonly string[] = []): boolean =>
    isClosed(part, names, more.length ? new Set([...bound, ...more]) : bound, work)
  switch (node.is) {
    case 'input':
      return bound.has(INPUT)
    case 'name': {
      if (bound.has(node.name)) return true
      const found = names.find(node.name)
      return found === undefined || found.is === 'const'
    }
    case 'call':
      if (findBuiltin(node.name)?.pattern !== undefined) return false // a pattern is for one record at a time, and no less so when it is a caller's
      return (
        node.args.every((arg) => closed(arg)) && (findBuiltin(node.name) !== undefined || closed(node.on))
      )
    case 'filter':
      return closed(node.of) && closed(node.by, ['item'])
    case 'some':
    case 'every':
      return closedOver(node, closed, node.satisfies)
    case 'for':
      return closedOver(node, closed, node.gives, ['partial'])
    case 'function':
      return closed(node.body, node.params)
    case 'context':
      return node.entries.every(({ of }) =>
        closed(
          of,
          node.entries.map(({ name }) => name),
        ),
      )
    case 'in':
      return closed(node.of) && node.tests.every((test) => closed(test, [INPUT]))
    case 'tests':
      return false
    default:
      return partsOf(node).every((part) => closed(part))
  }
}

const closedOver = (
  node: NodeOf<'some' | 'every' | 'for'>,
  closed: (part: Node, more: readonly string[]) => boolean,
  body: Node,
  also: readonly string[] = [],
): boolean => {
  const bound = [...also]
  for (const { name, of } of node.over) {
    if (!closed(of, bound)) return false
    bound.push(name)
  }
  return closed(body, bound)
}

const chooseBetween = (when: Cond, yes: Piece, no: Piece, node: Node, work: Work): Piece => {
  const [a, b] = [yes.shape.kind, no.shape.kind]
  if (isNullConst(yes) && isNullConst(no)) return NULL
  if ((a === 'boolean' || a === 'null') && (b === 'boolean' || b === 'null')) {
    const [y, n] = [condOf(yes, node), condOf(no, node)]
    const pick = (way: 't' | 'f' | 'e') => (): string =>
      `(case when ${when.t()} then ${y[way]()} else ${n[way]()} end)`
    return makeCond({ t: pick('t'), f: pick('f'), e: pick('e') })
  }
  if (a !== b && a !== 'null' && b !== 'null') throw refuseInSql('branches of different types', node)
  if (a === 'reference' || a === 'list' || b === 'list' || b === 'reference')
    throw refuseInSql('choosing between references or lists', node)
  const text = `(case when ${when.t()} then ${writePiece(yes, work, node)} else ${writePiece(no, work, node)} end)`
  return {
    is: 'scalar',
    text,
    shape: a === 'null' ? no.shape : yes.shape,
    weight: Math.max(factorsOf(yes), factorsOf(no)),
  }
}
