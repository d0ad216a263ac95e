import { EXACT_POWER_MAX, QUOTIENT_PLACES } from '../arithmetic.ts'
import { refuseInSql, type Place } from '../error.ts'
import type { Shape } from '../shape.ts'
import { DURATION_MAX_MS } from '../temporal.ts'
import type { ArithmeticOp } from '../tree.ts'
import { isNumber, type Value } from '../value.ts'
import { alignMoments, isNullConst } from './compare.ts'
import { NULL, scalar, factorsOf, writePiece, type Piece, type Work } from './piece.ts'

/** Beyond this many factors the digits of a product could exceed what JS keeps exactly. */
const WEIGHT_MAX = 16
const NUMBER: Shape = { kind: 'number' }
const DAYS: Shape = { kind: 'days' }

/** The quotient rounded half up once, to 34 places: div() gives the exact whole part with one guard digit. */
export const writeQuotient = (a: string, b: string): string =>
  `round(div((${a}) * 1${'0'.repeat(QUOTIENT_PLACES + 1)}::numeric, nullif(${b}, 0)) * 0.${'0'.repeat(QUOTIENT_PLACES)}1::numeric, ${QUOTIENT_PLACES})`

export const negatePiece = (a: Piece, place: Place, work: Work): Piece => {
  const { kind } = a.shape
  if (kind === 'any' || kind === 'duration' || kind === 'months')
    throw refuseInSql('the type is not known', place)
  return kind === 'number' || kind === 'days'
    ? scalar(`(- ${writePiece(a, work, place)})`, a.shape, factorsOf(a))
    : NULL
}

export const arithmeticPiece = (op: ArithmeticOp, a: Piece, b: Piece, place: Place, work: Work): Piece => {
  if (isNullConst(a) || isNullConst(b)) return NULL
  const [kindA, kindB] = [a.shape.kind, b.shape.kind]
  for (const kind of [kindA, kindB])
    if (kind === 'any' || kind === 'duration') throw refuseInSql('the type is not known', place)
  const write = (piece: Piece): string => writePiece(piece, work, place)
  if (kindA === 'number' && kindB === 'number') return numberPiece(op, a, b, place, write)
  if (kindA === 'string' && kindB === 'string') return op === '+' ? joinedTexts(a, b, place, write) : NULL
  if (kindA === 'months' || kindB === 'months') return shiftMonths(op, a, b, place, work)
  if (kindA === 'days' || kindB === 'days') return durationPiece(op, a, b, place, work)
  if (op !== '-') return NULL
  if (kindA === 'date' && kindB === 'date')
    return scalar(`((${write(a)} - ${write(b)})::numeric * 86400)`, DAYS)
  if (!isMoment(kindA) || !isMoment(kindB)) return NULL
  const [x, y] = alignMoments(a, b, place, work)
  return scalar(`extract(epoch from (${x} - ${y}))`, DAYS)
}

/** So many columns and values in one text: a loop may add a text to itself in every turn. */
const TEXTS_MAX = 64

const joinedTexts = (a: Piece, b: Piece, place: Place, write: (piece: Piece) => string): Piece => {
  const texts = factorsOf(a) + factorsOf(b)
  if (texts > TEXTS_MAX) throw refuseInSql('a text of this many parts', place)
  return scalar(`(${write(a)} || ${write(b)})`, { kind: 'string' }, texts)
}

const numberPiece = (
  op: ArithmeticOp,
  a: Piece,
  b: Piece,
  place: Place,
  write: (piece: Piece) => string,
): Piece => {
  if (op === '/') return bounded(writeQuotient(write(a), write(b)), factorsOf(a) + factorsOf(b), place)
  if (op === '**') return powerPiece(a, b, place, write)
  const weight = op === '*' ? factorsOf(a) + factorsOf(b) : Math.max(factorsOf(a), factorsOf(b))
  return bounded(`(${write(a)} ${op} ${write(b)})`, weight, place)
}

const powerPiece = (a: Piece, b: Piece, place: Place, write: (piece: Piece) => string): Piece => {
  const times = b.is === 'const' ? smallWhole(b.value) : null
  if (times === null) throw refuseInSql(`a power other than a whole number up to ${EXACT_POWER_MAX}`, place)
  const x = write(a)
  return bounded(
    times === 0 ? `(${x} * 0 + 1)` : `(${Array.from({ length: times }, () => x).join(' * ')})`,
    factorsOf(a) * Math.max(1, times),
    place,
  )
}

const bounded = (text: string, weight: number, place: Place): Piece => {
  if (weight > WEIGHT_MAX) throw refuseInSql('a product of this many numbers', place)
  return scalar(text, NUMBER, weight)
}

const smallWhole = (value: Value): number | null =>
  isNumber(value) && value.isInteger() && !value.isNegative() && value.lte(EXACT_POWER_MAX)
    ? value.toNumber()
    : null

const isMoment = (kind: string): boolean => kind === 'date' || kind === 'datetime'

/** A duration that is longer than any is null. */
const lasting = (seconds: string): Piece =>
  scalar(
    `(select case when abs(d.s) <= ${DURATION_MAX_MS}::numeric * 0.001 then d.s end from (select (${seconds})::numeric as s) d)`,
    DAYS,
  )

/** Durations are numbers of seconds, kept to the millisecond. */
const durationPiece = (op: ArithmeticOp, a: Piece, b: Piece, place: Place, work: Work): Piece => {
  const write = (piece: Piece): string => writePiece(piece, work, place)
  const [kindA, kindB] = [a.shape.kind, b.shape.kind]
  if (kindA === 'days' && kindB === 'days') {
    if (op === '/') return scalar(writeQuotient(write(a), write(b)), NUMBER)
    return op === '+' || op === '-' ? lasting(`${write(a)} ${op} ${write(b)}`) : NULL
  }
  if (op === '*' && (kindA === 'number' || kindB === 'number'))
    return lasting(`round((${write(a)} * ${write(b)})::numeric, 3)`)
  if (op === '/' && kindB === 'number')
    return lasting(`round(${writeQuotient(`${write(a)} * 1000::numeric`, write(b))}, 0) * 0.001`)
  if (op === '+' && kindA === 'days') return shiftMoment(b, write(a), write)
  if ((op === '+' || op === '-') && kindB === 'days')
    return shiftMoment(a, op === '-' ? `(- ${write(b)})` : write(b), write)
  return NULL
}

/**
 * Whole milliseconds: an interval is multiplied in floating point, which has no room for the fraction of a
 * second of centuries.
 */
const shiftMoment = (moment: Piece, seconds: string, write: (piece: Piece) => string): Piece => {
  if (moment.shape.kind === 'date')
    return scalar(`(${write(moment)} + floor(${seconds} / 86400::numeric)::integer)`, moment.shape)
  return moment.shape.kind === 'datetime'
    ? scalar(`(${write(moment)} + ${seconds} * 1000 * interval '1 millisecond')`, moment.shape)
    : NULL
}

const shiftMonths = (op: ArithmeticOp, a: Piece, b: Piece, place: Place, work: Work): Piece => {
  const [moment, duration] = b.shape.kind === 'months' ? [a, b] : [b, a]
  if (!isMoment(moment.shape.kind) || (op !== '+' && (op !== '-' || duration === a)))
    return isMoment(moment.shape.kind) ? NULL : refuseMonths(place)
  if (duration.is !== 'const') return refuseMonths(place)
  const months = (duration.value as { months: number }).months * (op === '-' ? -1 : 1)
  const text = writePiece(moment, work, place)
  if (moment.shape.kind === 'date')
    return scalar(`(${text} + make_interval(months => ${months}))::date`, moment.shape)
  const zone = work.param(work.clock.zone, 'text')
  return scalar(
    `((${text} at time zone ${zone} + make_interval(months => ${months})) at time zone ${zone})`,
    moment.shape,
  )
}

const refuseMonths = (place: Place): never => {
  throw refuseInSql('a years-and-months duration here', place)
}
