import type { Clock } from '../builtins/builtin.ts'
import type { Env } from '../env.ts'
import { refuseInSql, type Place } from '../error.ts'
import { formatDate, formatDateTime } from '../temporal.ts'
import { formatNumber } from '../lift.ts'
import type { Shape } from '../shape.ts'
import type { Node } from '../tree.ts'
import { isNumber, Numeric, type Value } from '../value.ts'

/**
 * A condition, three ways. `t` is true in SQL exactly when the expression is true, `f` exactly when it is
 * false, `e` is the value itself. Where null is as good as false (a WHERE) only `t` is needed, so `owner =
 * me` stays `base."owner" = $1::uuid`.
 */
export interface Cond {
  readonly t: () => string
  readonly f: () => string
  readonly e: () => string
}

/** What a part of an expression is in SQL. */
export type Piece =
  | { readonly is: 'const'; readonly value: Value; readonly shape: Shape }
  /**
   * `uuid` tells that the text has that type, or is an array of it when the shape is a list; `weight` bounds
   * how many columns are multiplied in it.
   */
  | {
      readonly is: 'scalar'
      readonly text: string
      readonly shape: Shape
      readonly uuid?: true
      readonly weight?: number
    }
  | { readonly is: 'cond'; readonly cond: Cond; readonly shape: Shape }
  | { readonly is: 'row'; readonly alias: string; readonly shape: Extract<Shape, { kind: 'row' }> }
  | Rows

/**
 * A list as rows: every row that `from` and `where` leave is one `item`. `absent` is the SQL by which the
 * list itself is null.
 */
export interface Rows {
  readonly is: 'rows'
  readonly from: readonly string[]
  readonly where: readonly string[]
  readonly item: Piece
  readonly shape: Shape
  readonly absent?: string
}

export interface Names {
  readonly find: (name: string) => Piece | undefined
  /** The names that are known before any row is read, for folding constants. */
  readonly env: Env
}

/** What is shared while one expression is compiled. */
export interface Work {
  readonly clock: Clock
  readonly param: (value: unknown, type: string) => string
  readonly alias: () => string
  /** Whether a part needs no row, once that was looked for. */
  readonly closed: WeakMap<Node, boolean>
  /**
   * Compiles a part. Handed down, so that the files of single constructs need not know the one that knows
   * them all.
   */
  readonly compile: (node: Node, names: Names) => Piece
}

export const makeConst = (value: Value, shape: Shape): Piece => ({ is: 'const', value, shape })
export const NULL: Piece = { is: 'const', value: null, shape: { kind: 'null' } }
export const scalar = (text: string, shape: Shape, weight = 1): Piece => ({
  is: 'scalar',
  text,
  shape,
  weight,
})
export const makeCond = (cond: Cond): Piece => ({ is: 'cond', cond, shape: { kind: 'boolean' } })
/** A single id: compared as uuid, so that an index serves it. */
export const isId = (piece: Piece): boolean =>
  piece.is === 'scalar' && piece.uuid === true && piece.shape.kind !== 'list'
export const CANONICAL_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
export const factorsOf = (piece: Piece): number => (piece.is === 'scalar' ? (piece.weight ?? 1) : 1)

/** A condition from the text of a boolean. */
export const condFromText = (text: string): Cond => ({
  t: () => text,
  f: () => fit(`(not ${text})`),
  e: () => text,
})
export const condFromTruth = (truth: boolean | null): Cond => ({
  t: () => String(truth === true),
  f: () => String(truth === false),
  e: () => `${truth}::boolean`,
})
export const condAnd = (a: Cond, b: Cond): Cond => ({
  t: () => fit(`(${a.t()} and ${b.t()})`),
  f: () => fit(`(${a.f()} or ${b.f()})`),
  e: () => fit(`(${a.e()} and ${b.e()})`),
})
export const condOr = (a: Cond, b: Cond): Cond => ({
  t: () => fit(`(${a.t()} or ${b.t()})`),
  f: () => fit(`(${a.f()} and ${b.f()})`),
  e: () => fit(`(${a.e()} or ${b.e()})`),
})
export const condNot = (a: Cond): Cond => ({ t: a.f, f: a.t, e: () => `(not ${a.e()})` })
/** A condition that is never null, from the SQL that is true when it is. */
export const condFromTrue = (text: () => string): Cond => ({
  t: text,
  f: () => fit(`((${text()}) is not true)`),
  e: () => fit(`((${text()}) is true)`),
})
/** From its two halves. */
export const condFromHalves = (t: () => string, f: () => string): Cond => ({
  t,
  f,
  e: () => fit(`(case when ${t()} then true when ${f()} then false end)`),
})

export const condOf = (piece: Piece, place: Place): Cond => {
  if (piece.is === 'cond') return piece.cond
  if (piece.is === 'const') return condFromTruth(typeof piece.value === 'boolean' ? piece.value : null)
  if (piece.is === 'scalar' && piece.shape.kind === 'boolean') return condFromText(piece.text)
  if (piece.shape.kind === 'any') throw refuseInSql('the type is not known', place)
  return condFromTruth(null) // a condition of another type is null, as in JS
}

/** The SQL of a single value. Ids are written as text, unless `uuid` is asked for by the caller itself. */
export const writePiece = (piece: Piece, work: Work, place: Place): string => {
  if (piece.is === 'cond') return bounded(`(${piece.cond.e()})`, place)
  if (piece.is === 'scalar')
    return bounded(
      piece.uuid ? `(${piece.text})::text${piece.shape.kind === 'list' ? '[]' : ''}` : piece.text,
      place,
    )
  if (piece.is === 'const') return writeConst(piece.value, work, place)
  throw refuseInSql(piece.is === 'row' ? 'a whole row' : 'a whole list', place)
}

const TEXT_MAX = 50_000

/** Some SQL repeats its argument: nested, it would double at every level. */
export const bounded = (text: string, place: Place): string => {
  if (text.length > TEXT_MAX) throw refuseInSql('an expression this long', place)
  return text
}

const fit = (text: string): string => bounded(text, { from: 0, to: 0 })

/** A value that is longer was made by the expression, and would be sent with every question. */
const VALUE_MAX = 10_000

const EXPONENT_MAX = 500

export const writeConst = (value: Value, { param }: Work, place: Place): string => {
  if (value === null) return 'null'
  if (typeof value === 'string') {
    if (value.length > VALUE_MAX) throw refuseInSql('a text this long', place)
    return param(value, 'text')
  }
  if (typeof value === 'boolean') return String(value)
  if (isNumber(value)) {
    if (Math.abs(value.e) > EXPONENT_MAX || value.precision() > EXPONENT_MAX)
      throw refuseInSql('a number this long', place)
    return param(formatNumber(value), 'numeric')
  }
  if ('kind' in value) {
    if (value.kind === 'date') return param(formatDate(value), 'date')
    // SQL keeps the instant alone: beside a column its clock would be another.
    if (value.kind === 'datetime' && value.own !== undefined)
      throw refuseInSql('a date and time with a zone of its own', place)
    if (value.kind === 'datetime') return param(formatDateTime(value), 'timestamptz')
    if (value.kind === 'days') return param(new Numeric(value.ms).times('0.001').toFixed(), 'numeric')
    if (value.kind === 'reference') return param(value.id, 'text')
  }
  throw refuseInSql('a value of this kind', place)
}

/** A name as SQL reads it: whatever stands in it, it stays one name. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const selectFrom = (rows: Rows, what: string, more: readonly string[] = []): string => {
  const where = [...rows.where, ...more]
  return fit(
    `select ${what} from ${rows.from.join(', ')}${where.length ? ` where ${where.join(' and ')}` : ''}`,
  )
}
