import { spend } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import { momentOf } from './moment.ts'
import { isList, isNumber, kindOf, type Value } from './value.ts'
import type { CompareOp } from './tree.ts'

/** Three-valued truth. */
export type Truth = boolean | null

export const and = (a: Value, b: Value): Truth =>
  a === false || b === false ? false : a === true && b === true ? true : null
export const or = (a: Value, b: Value): Truth =>
  a === true || b === true ? true : a === false && b === false ? false : null
export const not = (a: Value): Truth => (typeof a === 'boolean' ? !a : null)

export const compare = (op: CompareOp, a: Value, b: Value, clock: Clock): Truth => {
  if (op === '=') return equal(a, b, clock)
  if (op === '!=') return not(equal(a, b, clock))
  const order = orderValues(a, b, clock)
  if (order === null) return null
  return op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0
}

/** Null equals only null; values of different kinds are neither equal nor different: null. */
export const equal = (a: Value, b: Value, clock: Clock): Truth => {
  if (a === null || b === null) return a === b
  if (typeof a === 'string' && typeof b === 'string') return sameText(a, b, clock)
  if (isNumber(a) && isNumber(b)) return a.eq(b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return a === b
  const [idA, idB] = [idOf(a), idOf(b)]
  if (idA !== undefined && idB !== undefined && !(typeof a === 'string' && typeof b === 'string'))
    return idA === idB
  if (isList(a) && isList(b))
    return sameLength(a, b, clock) && a.every((item, i) => equal(item, b[i]!, clock) === true)
  return equalByKind(a, b, clock)
}

/** Long texts of one length are read to the first difference. */
const sameText = (a: string, b: string, { budget }: Clock): boolean => {
  if (a.length !== b.length) return false
  if (a.length > 256) spend(budget, a.length >> 8)
  return a === b
}

const sameLength = (a: readonly Value[], b: readonly Value[], { budget }: Clock): boolean => {
  spend(budget, 2 + 2 * a.length)
  return a.length === b.length
}

/**
 * Below zero when `a` comes first; null when the two have no order. Strings go by code point, as under
 * collation "C".
 */
export const orderValues = (a: Value, b: Value, clock: Clock): number | null => {
  if (isNumber(a)) return isNumber(b) ? a.cmp(b) : null
  if (typeof a === 'string') return typeof b === 'string' ? orderLong(a, b, clock) : null
  if (
    a === null ||
    b === null ||
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    isList(a) ||
    isList(b) ||
    isNumber(b)
  )
    return null
  if (a.kind === 'date' && b.kind === 'date') return a.day - b.day
  if (a.kind === 'date' && b.kind === 'datetime') return momentOf(a, clock).at - b.at
  if (a.kind === 'datetime' && b.kind === 'date') return a.at - momentOf(b, clock).at
  if (a.kind === 'datetime' && b.kind === 'datetime') return a.at - b.at
  if (a.kind === 'days' && b.kind === 'days') return a.ms - b.ms
  if (a.kind === 'months' && b.kind === 'months') return a.months - b.months
  if (a.kind === 'time' && b.kind === 'time')
    return (a.offset === null) === (b.offset === null)
      ? a.ms - (a.offset ?? 0) - (b.ms - (b.offset ?? 0))
      : null
  return null
}

const orderLong = (a: string, b: string, { budget }: Clock): number => {
  const length = Math.min(a.length, b.length)
  if (length > 64) spend(budget, length >> 5)
  return orderText(a, b)
}

/** UTF-16 order differs from code point order only where a surrogate meets U+E000..U+FFFF. */
export const orderText = (a: string, b: string): number => {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? lift(x) - lift(y) : x - y
  }
  return a.length - b.length
}
const lift = (unit: number): number => (unit >= 0xe000 ? unit - 0x2000 : unit + 0x2000)

/** Is `x` inside: an element of a list, within a range, or the very value. */
export const contained = (x: Value, test: Value, clock: Clock): Truth => {
  if (isList(test)) {
    spend(clock.budget, 2 * test.length)
    return test.some((item) => (isRange(item) ? contained(x, item, clock) : equal(x, item, clock)) === true)
  }
  if (!isRange(test)) return equal(x, test, clock)
  const after = test.endless === 'start' || compare(test.startIn ? '>=' : '>', x, test.start, clock)
  return and(after, test.endless === 'end' || compare(test.endIn ? '<=' : '<', x, test.end, clock))
}

export const isRange = (value: Value): value is Extract<Value, { kind: 'range' }> => kindOf(value) === 'range'

/** What a reference, a row or a plain string is known by. */
const idOf = (value: Value): string | undefined => {
  if (typeof value === 'string') return value
  if (value === null || typeof value !== 'object' || isList(value) || isNumber(value)) return undefined
  if (value.kind === 'reference') return value.id
  const id = value.kind === 'context' ? value.raw['id'] : undefined
  return typeof id === 'string' ? id : undefined
}

const equalByKind = (a: Value, b: Value, clock: Clock): Truth => {
  const [kindA, kindB] = [kindOf(a), kindOf(b)]
  if (kindA === 'context' && kindB === 'context') {
    const [x, y] = [(a as { raw: Record<string, Value> }).raw, (b as { raw: Record<string, Value> }).raw]
    const names = Object.keys(x)
    spend(clock.budget, 2 + 4 * names.length)
    return (
      names.length === Object.keys(y).length &&
      names.every((name) => Object.hasOwn(y, name) && equal(x[name]!, y[name]!, clock) === true)
    )
  }
  if (kindA === 'range' && kindB === 'range' && isRange(a) && isRange(b))
    return (
      a.startIn === b.startIn &&
      a.endIn === b.endIn &&
      a.endless === b.endless &&
      equal(a.start, b.start, clock) === true &&
      equal(a.end, b.end, clock) === true
    )
  const order = orderValues(a, b, clock)
  return order === null ? null : order === 0
}
