import { hold, spend, tooCostly } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import type { Place } from './error.ts'
import { findField, hasField, shortNumberOf } from './lift.ts'
import { findEntry } from './scope.ts'
import type { DateValue } from './temporal.ts'
import type { Node } from './tree.ts'
import { isList, isNumber, kindOf, Numeric, type ContextValue, type Value } from './value.ts'
import { weightOf } from './weight.ts'

/**
 * Names in reach, innermost first: loop variables, the item of a filter, the base row. Each holds one name
 * or one row.
 */
export interface Env {
  readonly clock: Clock
  readonly row?: ContextValue | undefined
  readonly name?: string | undefined
  readonly value?: Value | undefined
  readonly up?: Env | undefined
}

/** A tree turned into a closure: evaluating is then a call, not a walk. */
export type Run = (env: Env) => Value

/** Handed down, so that the files of single constructs need not know the one that knows them all. */
export type Compile = (node: Node) => Run

/** The name under which unary tests find what they test; no name of a field can be it. */
export const INPUT = '?'

export const findName = (env: Env, name: string): Value | undefined => {
  for (let at: Env | undefined = env; at; at = at.up) {
    if (at.name === name && at.value !== undefined) return at.value
    if (at.row) {
      const value = findField(at.row, name, env.clock)
      if (value !== undefined) return value
    }
  }
  return undefined
}

/**
 * A field that holds a number of few digits, as JavaScript has it: enough to hold it against another such
 * number. Undefined for everything else, which is then read in full.
 */
export const peekNumber = (env: Env, name: string): number | undefined => {
  for (let at: Env | undefined = env; at; at = at.up) {
    if (at.name === name && at.value !== undefined) return undefined
    if (!at.row || !hasField(at.row, name)) continue
    const { raw, scope, literal } = at.row
    const entry = literal ? undefined : findEntry(scope, name)
    return entry?.is === 'value' && entry.type === 'number' ? shortNumberOf(raw[name]) : undefined
  }
  return undefined
}

export const bind = (env: Env, name: string, value: Value): Env => ({
  clock: env.clock,
  row: undefined,
  name,
  value,
  up: env,
})

/** A turn of a loop or a call costs itself and what is inside. */
export const turnOf = (...inside: readonly Node[]): number =>
  inside.reduce((sum, part) => sum + weightOf(part), TURN_STEPS)
export const TURN_STEPS = 5

export const payTurn = ({ clock: { budget } }: Env, at: Place, steps: number): void => {
  budget.at = at
  spend(budget, steps)
}

export const enterItem = (env: Env, item: Value): Env => {
  const row =
    item !== null && typeof item === 'object' && 'kind' in item
      ? item.kind === 'context'
        ? item
        : item.kind === 'reference'
          ? item.row
          : undefined
      : undefined
  return { clock: env.clock, row, name: undefined, value: undefined, up: bind(env, 'item', item) }
}

export const pickItem = (items: readonly Value[], at: Value): Value => {
  if (at === null || !isNumber(at) || !at.isInteger() || at.isZero()) return null
  const n = at.toNumber()
  return items[n > 0 ? n - 1 : items.length + n] ?? null
}

/** The longest range a loop runs through. */
const ITEMS_MAX = 100_000

export const itemsOf = (value: Value, { clock: { budget } }: Env): readonly Value[] | null => {
  if (value === null) return null
  if (isList(value)) return value
  if (kindOf(value) !== 'range') return [value]
  const { start, end, startIn, endIn } = value as Extract<Value, { kind: 'range' }>
  const ends = stepsBetween(start, end)
  if (ends === null) return null
  const [a, b, make] = ends
  const count = Math.abs(b - a) + 1
  if (!(count <= ITEMS_MAX)) throw tooCostly(budget)
  hold(budget, count)
  const [first, last] = [startIn ? 0 : 1, endIn ? count : count - 1]
  const steps: Value[] = []
  for (let i = first; i < last; i++) {
    spend(budget, 2)
    steps.push(make(a <= b ? a + i : a - i))
  }
  return steps
}

/** From whole number to whole number, or from day to day. */
const stepsBetween = (start: Value, end: Value): [number, number, (at: number) => Value] | null => {
  if (start === null || end === null || typeof start !== 'object' || typeof end !== 'object') return null
  if (isNumber(start) && isNumber(end))
    return start.isInteger() && end.isInteger()
      ? [start.toNumber(), end.toNumber(), (at) => new Numeric(at)]
      : null
  const isDate = (value: Value): value is DateValue => kindOf(value) === 'date'
  return isDate(start) && isDate(end) ? [start.day, end.day, (day) => ({ kind: 'date', day })] : null
}

/** What the loop gave until now, which stays what it is while the loop goes on. */
export const soFar = (results: readonly Value[], { clock: { budget } }: Env): readonly Value[] => {
  spend(budget, results.length >> 3)
  hold(budget, results.length >> 3)
  return [...results]
}
