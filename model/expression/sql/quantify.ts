import { refuseInSql } from '../error.ts'
import { shapeOfValue } from '../shape.ts'
import type { NodeOf } from '../tree.ts'
import { isList } from '../value.ts'
import {
  condAnd,
  condFromHalves,
  condFromTruth,
  condOf,
  condOr,
  makeConst,
  selectFrom,
  type Cond,
  type Names,
  type Rows,
  type Work,
} from './piece.ts'
import { bindName, LIST_MAX, toRows } from './rows.ts'

/** `some … satisfies` and `every … satisfies`: EXISTS over rows, written out over a known list. */
export const quantify = (node: NodeOf<'some' | 'every'>, names: Names, work: Work): Cond =>
  bindFrom(0, node, names, work)

const bindFrom = (i: number, node: NodeOf<'some' | 'every'>, names: Names, work: Work): Cond => {
  const binding = node.over[i]
  if (!binding) return condOf(work.compile(node.satisfies, names), node.satisfies)
  const source = work.compile(binding.of, names)
  if (source.is === 'const' && source.value === null) return condFromTruth(null)
  if (source.is === 'const' && isList(source.value)) {
    if (source.value.length > LIST_MAX) throw refuseInSql('a loop over this many values', binding.of)
    const [join, start] = node.is === 'some' ? ([condOr, false] as const) : ([condAnd, true] as const)
    return source.value
      .map((value) =>
        bindFrom(
          i + 1,
          node,
          bindName(binding.name, makeConst(value, shapeOfValue(value, work.clock.budget)), names),
          work,
        ),
      )
      .reduce(join, condFromTruth(start))
  }
  const rows = toRows(source, binding.of, work)
  if (!rows) throw refuseInSql('a loop over this', binding.of)
  return quantifyRows(node.is, rows, bindFrom(i + 1, node, bindName(binding.name, rows.item, names), work))
}

/** Three-valued, as the language has it: `every` is null when none is false but one is null. */
export const quantifyRows = (way: 'some' | 'every', rows: Rows, inner: Cond): Cond => {
  const present = rows.absent === undefined ? '' : `(${rows.absent}) is not true and `
  const found = (what: string): string => `exists (${selectFrom(rows, '1', [what])})`
  return way === 'some'
    ? condFromHalves(
        () => found(inner.t()),
        () => `(${present}not ${found(`(${inner.f()}) is not true`)})`,
      )
    : condFromHalves(
        () => `(${present}not ${found(`(${inner.t()}) is not true`)})`,
        () => found(inner.f()),
      )
}
