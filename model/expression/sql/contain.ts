import { spend } from '../budget.ts'
import { mentionsInput } from '../compileTests.ts'
import { INPUT } from '../env.ts'
import { refuseInSql, type Place } from '../error.ts'
import { formatNumber } from '../lift.ts'
import { shapeOfValue } from '../shape.ts'
import type { Node } from '../tree.ts'
import { isList, isNumber, type RangeValue, type Value } from '../value.ts'
import { isRange } from '../compare.ts'
import { comparePieces, equalPieces, isNull } from './compare.ts'
import {
  CANONICAL_ID,
  condAnd,
  condFromTrue,
  condFromTruth,
  condOf,
  isId,
  makeConst,
  selectFrom,
  writePiece,
  type Cond,
  type Names,
  type Piece,
  type Work,
} from './piece.ts'
import { bindName, LIST_MAX, toRows } from './rows.ts'

/** One test after `in`. */
export const testPiece = (of: Piece, test: Node, names: Names, work: Work): Cond => {
  const inner = bindName(INPUT, of, names)
  const piece = (part: Node): Piece => work.compile(part, inner)
  if (test.is === 'test') return comparePieces(test.op, of, piece(test.right), test, work)
  if (test.is === 'range')
    return condAnd(
      comparePieces(test.startIn ? '>=' : '>', of, piece(test.start), test, work),
      comparePieces(test.endIn ? '<=' : '<', of, piece(test.end), test, work),
    )
  const found = piece(test)
  if (!mentionsInput(test)) return containedIn(of, found, test, work)
  if (found.shape.kind !== 'boolean') throw refuseInSql('a test of this kind', test)
  return condOf(found, test)
}

/** An element of a list, within a range, or the very value. Never null for a list. */
export const containedIn = (x: Piece, test: Piece, place: Place, work: Work): Cond => {
  if (test.is === 'const' && isRange(test.value)) return withinRange(x, test.value, place, work)
  if (test.is === 'const' && isList(test.value)) return inValues(x, test.value, place, work)
  if (test.is === 'scalar' && test.shape.kind === 'list' && x.is === 'const' && typeof x.value === 'string') {
    if (test.uuid && !CANONICAL_ID.test(x.value)) return condFromTruth(false)
    const text = `${test.text} @> array[${test.uuid ? work.param(x.value, 'uuid') : writePiece(x, work, place)}]` // what a GIN index serves
    return condFromTrue(() => text)
  }
  const rows = toRows(test, place, work)
  if (!rows) return equalPieces(x, test, place, work)
  const exists = (): string =>
    `exists (${selectFrom(rows, '1', [equalPieces(x, rows.item, place, work).t()])})`
  return condFromTrue(() =>
    rows.absent === undefined ? exists() : `(${exists()} or (${rows.absent} and ${isNull(x).t()}))`,
  )
}

const withinRange = (x: Piece, range: RangeValue, place: Place, work: Work): Cond => {
  const end = (value: Value): Piece => makeConst(value, shapeOfValue(value, work.clock.budget))
  const after = (): Cond => comparePieces(range.startIn ? '>=' : '>', x, end(range.start), place, work)
  const before = (): Cond => comparePieces(range.endIn ? '<=' : '<', x, end(range.end), place, work)
  if (range.endless) return range.endless === 'start' ? before() : after()
  return condAnd(after(), before())
}

/** `x = any($1)`: one array of the values that are of the kind of `x`. */
const inValues = (x: Piece, values: readonly Value[], place: Place, work: Work): Cond => {
  if (x.shape.kind === 'any' || x.is === 'rows' || x.is === 'row')
    throw refuseInSql('the type is not known', place)
  const ways: (() => string)[] = []
  spend(work.clock.budget, 5 * values.length)
  const texts = values.filter((value) => typeof value === 'string')
  const numbers = values.filter((value) => isNumber(value))
  if (x.is === 'scalar' && isId(x)) {
    const ids = texts.filter((text) => CANONICAL_ID.test(text))
    if (ids.length > 0) ways.push(() => `${x.text} = any(${work.param(ids, 'uuid[]')})`)
  } else if (x.shape.kind === 'string' && texts.length > 0)
    ways.push(() => `${writePiece(x, work, place)} = any(${work.param(texts, 'text[]')})`)
  else if (x.shape.kind === 'number' && numbers.length > 0)
    ways.push(
      () => `${writePiece(x, work, place)} = any(${work.param(numbers.map(formatNumber), 'numeric[]')})`,
    )
  for (const value of values) {
    if (typeof value === 'string' || isNumber(value) || isList(value)) continue
    if (ways.length >= LIST_MAX) throw refuseInSql('a list of this many values', place)
    const piece = makeConst(value, shapeOfValue(value, work.clock.budget))
    ways.push(
      (isRange(value)
        ? withinRange(x, value, place, work)
        : value === null
          ? isNull(x)
          : equalPieces(x, piece, place, work)
      ).t,
    )
  }
  return condFromTrue(() =>
    ways.length === 0
      ? 'false'
      : ways.length === 1
        ? ways[0]!()
        : `(${ways.map((way) => way()).join(' or ')})`,
  )
}
