import type { Budget } from '../budget.ts'
import { joinShapes, type Shape } from '../shape.ts'
import { isList, isNumber, kindOf, type FunctionValue, type Numeric, type Value } from '../value.ts'

export interface Clock {
  /** Epoch milliseconds. */
  readonly now: number
  readonly zone: string
  /** What is left to the evaluation, so that no expression runs for ever. */
  readonly budget: Budget
}

/** What an argument must be, or the answer is null. `temporal` is a date or a date and time. */
export type Takes =
  | 'any'
  | 'string'
  | 'number'
  | 'boolean'
  | 'list'
  | 'function'
  | 'date'
  | 'datetime'
  | 'temporal'
  | 'time'
  | 'months'

export interface SqlArg {
  readonly text: string
  readonly shape: Shape
}

/** What the SQL of a function may ask of the compiler. */
export interface SqlTools {
  /** The value of a constant argument; undefined when it depends on the row. */
  readonly constant: (arg: SqlArg) => Value | undefined
  readonly param: (value: unknown, type: string) => string
  readonly zone: string
}

/**
 * One function, whole: its parameters, its type, its answer and, where PostgreSQL agrees exactly, its SQL.
 * The SQL is only asked for arguments of the kinds in `takes` and must be null when one of them is.
 */
export interface Builtin {
  readonly names: readonly string[]
  /** Other names for the same places: `date(year: 2026, month: 1, day: 2)`. */
  readonly also?: readonly (readonly string[])[]
  readonly takes: readonly Takes[]
  /** How many arguments must be given; the rest may be left out. */
  readonly least: number
  /** Several arguments, or a single list, are the list: `sum(1, 2)`. */
  readonly gathers?: true
  /** Any number of further arguments of the last kind: `append(list, a, b)`. */
  readonly rest?: true
  /**
   * The parameter that is a regular expression. A pattern costs its letters and is not for SQL, whose dialect
   * is another.
   */
  readonly pattern?: string
  readonly gives: Shape['kind'] | ((args: readonly Shape[]) => Shape)
  readonly run: (args: readonly Value[], clock: Clock) => Value
  readonly sql?: (args: readonly SqlArg[], tools: SqlTools) => string | undefined
}

export type Builtins = Readonly<Record<string, Builtin>>

/**
 * `define('string, match', ['string', 'string'], …)`: a `?` after a name makes it and the later ones
 * optional.
 */
export const define = (
  signature: string,
  takes: readonly Takes[],
  gives: Builtin['gives'],
  run: Builtin['run'],
  more: Pick<Builtin, 'gathers' | 'rest' | 'sql' | 'pattern' | 'also'> = {},
): Builtin => {
  const names = signature === '' ? [] : signature.split(', ')
  const optional = names.findIndex((name) => name.endsWith('?'))
  return {
    names: names.map((name) => name.replace('?', '')),
    takes,
    gives,
    run,
    least: optional < 0 ? names.length : optional,
    ...more,
  }
}

export const fits = (takes: Takes, value: Value): boolean => {
  if (takes === 'any') return true
  if (takes === 'temporal') return kindOf(value) === 'date' || kindOf(value) === 'datetime'
  return kindOf(value) === takes
}

export const itemOf = (list: Shape | undefined): Shape => (list?.kind === 'list' ? list.of : { kind: 'any' })
export const listOf = (of: Shape): Shape => ({ kind: 'list', of })
export const joinItems = (lists: readonly Shape[]): Shape =>
  listOf(lists.map(itemOf).reduce(joinShapes, { kind: 'null' }))

export const text = (value: Value | undefined): string => value as string
export const number = (value: Value | undefined): Numeric => value as Numeric
export const list = (value: Value | undefined): readonly Value[] =>
  value !== undefined && isList(value) ? value : []
export const callable = (value: Value | undefined): FunctionValue => value as FunctionValue
/** A whole number that JavaScript can count with, or null. */
export const whole = (value: Value | undefined): number | null =>
  value !== undefined && isNumber(value) && value.isInteger() && value.abs().lt(1e9) ? value.toNumber() : null
/** The same of a number whose fraction is passed over. */
export const wholePart = (value: Value | undefined): number | null =>
  value !== undefined && isNumber(value) ? whole(value.trunc()) : null
