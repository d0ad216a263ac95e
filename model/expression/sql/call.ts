import { findBuiltin } from '../builtins/all.ts'
import type { Builtin, SqlArg, Takes } from '../builtins/builtin.ts'
import { arrangeBuiltin } from '../call.ts'
import { refuseInSql } from '../error.ts'
import type { Shape } from '../shape.ts'
import type { NodeOf } from '../tree.ts'
import { aggregates } from './aggregate.ts'
import { isNullConst } from './compare.ts'
import {
  condFromText,
  makeCond,
  NULL,
  scalar,
  factorsOf,
  writePiece,
  type Names,
  type Piece,
  type Work,
} from './piece.ts'

export const callPiece = (node: NodeOf<'call'>, names: Names, work: Work): Piece => {
  const builtin = findBuiltin(node.name)
  const placed = builtin && arrangeBuiltin(builtin, node.args, node.named)
  if (!builtin || !placed || placed.includes(undefined)) throw refuseInSql(`${node.name}()`, node)
  const args = placed.map((arg) => work.compile(arg!, names))
  const special = Object.hasOwn(aggregates, node.name) ? aggregates[node.name] : undefined
  return special ? special(args, node, work) : scalarCall(builtin, args, node, work)
}

const scalarCall = (builtin: Builtin, args: readonly Piece[], node: NodeOf<'call'>, work: Work): Piece => {
  if (!builtin.sql) throw refuseInSql(`${node.name}()`, node)
  for (const [i, arg] of args.entries()) {
    if (isNullConst(arg)) return NULL // what has SQL is null when an argument is
    const fit = fitsShape(builtin.takes[i]!, arg.shape)
    if (fit === undefined) throw refuseInSql('the type is not known', node.args[i] ?? node)
    if (!fit) return NULL
  }
  const pieces = new Map<SqlArg, Piece>()
  const written = args.map((arg, i): SqlArg => {
    const made = { text: writePiece(arg, work, node.args[i] ?? node), shape: arg.shape }
    pieces.set(made, arg)
    return made
  })
  const text = builtin.sql(written, {
    param: work.param,
    zone: work.clock.zone,
    constant: (arg) => {
      const piece = pieces.get(arg)
      return piece?.is === 'const' ? piece.value : undefined
    },
  })
  if (text === undefined) throw refuseInSql(`${node.name}()`, node)
  const shape =
    typeof builtin.gives === 'function'
      ? builtin.gives(args.map((arg) => arg.shape))
      : ({ kind: builtin.gives } as Shape)
  return shape.kind === 'boolean'
    ? makeCond(condFromText(text))
    : scalar(text, shape, Math.max(...args.map(factorsOf)))
}

/** Undefined when only the value could tell. */
const fitsShape = (takes: Takes, shape: Shape): boolean | undefined => {
  if (takes === 'any') return true
  if (shape.kind === 'any' || shape.kind === 'duration') return undefined
  return takes === 'temporal' ? shape.kind === 'date' || shape.kind === 'datetime' : shape.kind === takes
}
