import { refuseInSql, type Place } from '../error.ts'
import { midnightOf, type DateValue } from '../temporal.ts'
import type { CompareOp } from '../tree.ts'
import { compare } from '../compare.ts'
import {
  CANONICAL_ID,
  condFromHalves,
  condFromText,
  condFromTruth,
  condNot,
  isId,
  makeConst,
  writeConst,
  writePiece,
  type Cond,
  type Piece,
  type Work,
} from './piece.ts'

const INVERSE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const

export const comparePieces = (op: CompareOp, a: Piece, b: Piece, place: Place, work: Work): Cond => {
  if (a.is === 'const' && b.is === 'const') return condFromTruth(compare(op, a.value, b.value, work.clock))
  if (op === '=') return equalPieces(a, b, place, work)
  if (op === '!=') return condNot(equalPieces(a, b, place, work))
  return orderPieces(op, a, b, place, work)
}

/**
 * Equality is never null between values of one kind: null equals null. With one side known, a plain `=`
 * suffices for true.
 */
export const equalPieces = (a: Piece, b: Piece, place: Place, work: Work): Cond => {
  if (a.is === 'const')
    return b.is === 'const' ? comparePieces('=', a, b, place, work) : equalPieces(b, a, place, work)
  if (isNullConst(b)) return isNull(a)
  if (a.is === 'rows' || a.is === 'row' || b.is === 'rows' || b.is === 'row')
    throw refuseInSql('comparing whole rows or lists', place)
  refuseUnclear(a, b, place)
  const pair = align(a, b, place, work)
  if (pair === 'never') return condFromTruth(false)
  const [nullA, nullB] = [
    `${raw(a, work, place)} is null`,
    b.is === 'const' ? 'false' : `${raw(b, work, place)} is null`,
  ]
  if (pair === 'differ')
    return condFromHalves(
      () => `(${nullA} and ${nullB})`,
      () => `((${nullA}) <> (${nullB}))`,
    )
  const [x, y] = pair
  const same = `(${x} is not distinct from ${y})`
  return {
    t: () => (b.is === 'const' ? `${x} = ${y}` : `(${x} = ${y} or (${nullA} and ${nullB}))`),
    f: () => `(${x} is distinct from ${y})`,
    e: () => same,
  }
}

const orderPieces = (op: keyof typeof INVERSE, a: Piece, b: Piece, place: Place, work: Work): Cond => {
  if (isNullConst(a) || isNullConst(b)) return condFromTruth(null)
  if (a.is === 'rows' || a.is === 'row' || b.is === 'rows' || b.is === 'row') return condFromTruth(null)
  refuseUnclear(a, b, place)
  const [kindA, kindB] = [a.shape.kind, b.shape.kind]
  const ordered =
    kindA === kindB
      ? ['number', 'string', 'date', 'datetime', 'days'].includes(kindA)
      : isMoment(kindA) && isMoment(kindB)
  if (!ordered) return condFromTruth(null)
  const [x, y] = alignMoments(a, b, place, work)
  const collate = kindA === 'string' ? ' collate "C"' : ''
  const write = (sign: string) => (): string => `${x}${collate} ${sign} ${y}`
  return { t: write(op), f: write(INVERSE[op]), e: write(op) }
}

export const isNullConst = (piece: Piece): boolean => piece.is === 'const' && piece.value === null

/** Is it null? Never itself null. */
export const isNull = (piece: Piece): Cond => {
  if (piece.is === 'const') return condFromTruth(piece.value === null)
  if (piece.is === 'row') return condFromTruth(false)
  if (piece.is === 'rows')
    return piece.absent === undefined ? condFromTruth(false) : condFromText(`(${piece.absent})`)
  const text = piece.is === 'cond' ? `(${piece.cond.e()})` : piece.text
  return { t: () => `${text} is null`, f: () => `${text} is not null`, e: () => `(${text} is null)` }
}

/** Both sides in one SQL type; `never` when no id can equal the text, `differ` when the kinds do. */
const align = (
  a: Piece,
  b: Piece,
  place: Place,
  work: Work,
): readonly [string, string] | 'never' | 'differ' => {
  const [kindA, kindB] = [a.shape.kind, b.shape.kind]
  const [idA, idB] = [isId(a), isId(b)]
  if (idA || idB) {
    if (idA && idB) return [raw(a, work, place), raw(b, work, place)]
    const [id, other] = idA ? [a, b] : [b, a]
    if (other.shape.kind !== 'string') return 'differ'
    if (other.is !== 'const') return [writePiece(a, work, place), writePiece(b, work, place)]
    if (!CANONICAL_ID.test(String(other.value))) return 'never'
    return [raw(id, work, place), work.param(other.value, 'uuid')]
  }
  if (kindA !== kindB && !(isMoment(kindA) && isMoment(kindB))) return 'differ'
  if (!['number', 'string', 'boolean', 'date', 'datetime', 'days'].includes(kindA))
    throw refuseInSql('comparing values of this kind', place)
  return alignMoments(a, b, place, work)
}

const isMoment = (kind: string): boolean => kind === 'date' || kind === 'datetime'
const raw = (piece: Piece, work: Work, place: Place): string =>
  piece.is === 'scalar' && piece.uuid ? piece.text : writePiece(piece, work, place)

/** A date beside a date and time is its midnight. */
export const alignMoments = (
  one: Piece,
  other: Piece,
  place: Place,
  work: Work,
): readonly [string, string] => {
  const [a, b] = [asInstant(one), asInstant(other)]
  if (a.shape.kind === b.shape.kind || !isMoment(a.shape.kind))
    return [writePiece(a, work, place), writePiece(b, work, place)]
  return [writeInstant(a, place, work), writeInstant(b, place, work)]
}

/** Two moments are held against each other by when they are, whatever their clocks show. */
const asInstant = (piece: Piece): Piece => {
  const value = piece.is === 'const' ? piece.value : null
  return value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'datetime'
    ? makeConst({ kind: 'datetime', at: value.at }, piece.shape)
    : piece
}

const writeInstant = (piece: Piece, place: Place, work: Work): string => {
  if (piece.shape.kind === 'datetime') return writePiece(piece, work, place)
  if (piece.is === 'const')
    return writeConst(midnightOf(piece.value as DateValue, work.clock.zone), work, place)
  return `(${writePiece(piece, work, place)}::timestamp at time zone ${work.param(work.clock.zone, 'text')})`
}

const refuseUnclear = (a: Piece, b: Piece, place: Place): void => {
  for (const { shape } of [a, b])
    if (shape.kind === 'any' || shape.kind === 'duration') throw refuseInSql('the type is not known', place)
}
