import { Decimal } from 'decimal.js'
import type { DateValue, DateTimeValue, DaysValue, MonthsValue, TimeValue } from './temporal.ts'
import type { Scope } from './scope.ts'

/**
 * Sums, differences and products are exact, as they are in PostgreSQL's numeric; magnitudes are bounded as in
 * IEEE decimal128, beyond which a result is null. Half up is 四舍五入.
 */
export const Numeric = Decimal.clone({
  precision: 1000,
  rounding: Decimal.ROUND_HALF_UP,
  modulo: Decimal.ROUND_DOWN,
  maxE: 6144,
  minE: -6143,
  toExpNeg: -9e15,
  toExpPos: 9e15,
})
/** For what has no exact result (roots, powers, logarithms): the 34 digits of decimal128. */
export const Numeric34 = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  maxE: 6144,
  minE: -6143,
})

export type Numeric = Decimal

/**
 * A row or a context. A literal one holds values; any other holds raw fields, lifted by `scope` when read.
 */
export interface ContextValue {
  readonly kind: 'context'
  readonly raw: Readonly<Record<string, unknown>>
  readonly scope?: Scope
  readonly literal?: true
}
/** A reference: equal to its id; `row` is absent when the caller did not load it. */
export interface ReferenceValue {
  readonly kind: 'reference'
  readonly id: string
  readonly row?: ContextValue
}
export interface RangeValue {
  readonly kind: 'range'
  readonly start: Value
  readonly end: Value
  readonly startIn: boolean
  readonly endIn: boolean
  /** The side on which it has no end: `>= 2`, `(..5]`. */
  readonly endless?: 'start' | 'end'
}
export interface FunctionValue {
  readonly kind: 'function'
  readonly params: readonly string[]
  readonly call: (args: readonly Value[]) => Value
}

/** Inside the evaluator. Outside, `lowerValue` gives plain JSON. */
export type Value =
  | null
  | boolean
  | string
  | Numeric
  | DateValue
  | DateTimeValue
  | TimeValue
  | DaysValue
  | MonthsValue
  | readonly Value[]
  | ContextValue
  | ReferenceValue
  | RangeValue
  | FunctionValue

export type Kind =
  | 'null'
  | 'boolean'
  | 'string'
  | 'number'
  | 'date'
  | 'datetime'
  | 'time'
  | 'days'
  | 'months'
  | 'list'
  | 'context'
  | 'reference'
  | 'range'
  | 'function'

export const kindOf = (value: Value): Kind => {
  if (value === null) return 'null'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'boolean'
  if (value instanceof Decimal) return 'number'
  if (isList(value)) return 'list'
  return value.kind
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
export const isNumber = (value: Value): value is Numeric => value instanceof Decimal

/** A finite number, or null: infinities and NaN do not exist in FEEL. */
export const finite = (value: Numeric): Numeric | null =>
  value.isFinite() ? (value.isZero() ? ZERO : value) : null
export const ZERO: Numeric = new Numeric(0)
