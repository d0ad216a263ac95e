import { cellsOfText, hold, spend, type Budget } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import { momentOf, shiftMonths } from './moment.ts'
import {
  addMonths,
  DAY_MS,
  wholeDays,
  wholeMonths,
  type DateTimeValue,
  type DateValue,
  type DaysValue,
  type MonthsValue,
  type TimeValue,
} from './temporal.ts'
import { MOMENT_MAX_MS } from './zone.ts'
import type { ArithmeticOp } from './tree.ts'
import { finite, isList, isNumber, Numeric, Numeric34, type Value } from './value.ts'

/** Decimal places of a quotient, in JS and in SQL alike. */
export const QUOTIENT_PLACES = 34
/** Powers up to this whole exponent are multiplied out, and so are exact. */
export const EXACT_POWER_MAX = 8

const GUARD = new Numeric(10).pow(QUOTIENT_PLACES + 1)

export const calculate = (op: ArithmeticOp, a: Value, b: Value, clock: Clock): Value => {
  if (a === null || b === null) return null
  if (isNumber(a) && isNumber(b)) return calculateNumbers(op, a, b, clock.budget)
  if (typeof a === 'string' || typeof b === 'string')
    return op === '+' && typeof a === 'string' && typeof b === 'string' ? joinTexts(a, b, clock.budget) : null
  if (typeof a === 'boolean' || typeof b === 'boolean' || isList(a) || isList(b)) return null
  if (isNumber(a)) return op === '*' && isDuration(b) ? scaleDuration(b, a) : null
  if (isNumber(b)) {
    if (!isDuration(a)) return null
    return op === '*' ? scaleDuration(a, b) : op === '/' ? divideDuration(a, b) : null
  }
  if (op === '/' && isDuration(a) && isDuration(b)) {
    if (a.kind === 'days' && b.kind === 'days') return divide(new Numeric(a.ms), new Numeric(b.ms))
    return a.kind === 'months' && b.kind === 'months'
      ? divide(new Numeric(a.months), new Numeric(b.months))
      : null
  }
  if (op === '+') return isDuration(b) ? shift(a, b, 1, clock) : isDuration(a) ? shift(b, a, 1, clock) : null
  if (op === '-') return isDuration(b) ? shift(a, b, -1, clock) : elapse(a, b, clock)
  return null
}

export const negate = (value: Value): Value => {
  if (isNumber(value)) return finite(value.neg())
  if (!isDuration(value)) return null
  return value.kind === 'days'
    ? { kind: 'days', ms: 0 - value.ms }
    : { kind: 'months', months: 0 - value.months }
}

/**
 * Rounded half up once, to 34 places: the whole part of `a * 10^35 / b` is exact, and the last digit decides.
 */
export const divide = (a: Numeric, b: Numeric): Numeric | null =>
  b.isZero()
    ? null
    : finite(a.times(GUARD).divToInt(b).div(GUARD).toDecimalPlaces(QUOTIENT_PLACES, Numeric.ROUND_HALF_UP))

export const power = (base: Numeric, exponent: Numeric): Numeric | null => {
  if (!exponent.isInteger() || exponent.isNegative() || exponent.gt(EXACT_POWER_MAX))
    return base.isZero() && exponent.isNegative()
      ? null
      : finite(new Numeric(new Numeric34(base).pow(exponent)))
  let result = new Numeric(1)
  for (let i = 0; i < exponent.toNumber(); i++) result = result.times(base)
  return finite(result)
}

const joinTexts = (a: string, b: string, budget: Budget): string => {
  const cells = cellsOfText(a.length + b.length)
  if (cells > 0) {
    spend(budget, cells)
    hold(budget, cells)
  }
  return a + b
}

const calculateNumbers = (op: ArithmeticOp, a: Numeric, b: Numeric, budget: Budget): Numeric | null => {
  payFor(op, a, b, budget)
  switch (op) {
    case '+':
      return finite(a.plus(b))
    case '-':
      return finite(a.minus(b))
    case '*':
      return finite(a.times(b))
    case '/':
      return divide(a, b)
    case '**':
      return power(a, b)
  }
}

/**
 * Numbers are kept in words of seven digits; a product looks at each pair of them, a quotient at each of its
 * own words with each of the divisor.
 */
const payFor = (op: ArithmeticOp, a: Numeric, b: Numeric, budget: Budget): void => {
  const pairs = a.d.length * b.d.length
  if (op === '/') spend(budget, costOfQuotient(a, b))
  else if (op === '**') spend(budget, INEXACT_STEPS + pairs)
  else if (pairs > 16) spend(budget, op === '*' ? Math.ceil(pairs / 5) : a.d.length + b.d.length)
  if (pairs > 64) hold(budget, (a.d.length + b.d.length) >> 3)
}

/** Roots, powers, logarithms and the like, to 34 digits. */
export const INEXACT_STEPS = 3000

export const costOfQuotient = (a: Numeric, b: Numeric): number =>
  Math.ceil(20 + ((Math.max(0, (a.e - b.e + QUOTIENT_PLACES) / 7) + a.d.length) * b.d.length) / 3)

type Duration = DaysValue | MonthsValue

const isDuration = (value: Value): value is Duration =>
  value !== null &&
  typeof value === 'object' &&
  'kind' in value &&
  (value.kind === 'days' || value.kind === 'months')

/** Days-and-time durations are kept to the millisecond, half up; years-and-months are cut to whole months. */
const scaleDuration = (duration: Duration, by: Numeric): Duration | null =>
  duration.kind === 'days'
    ? wholeDays(by.times(duration.ms).toDecimalPlaces(0).toNumber())
    : wholeMonths(by.times(duration.months).trunc().toNumber())

const divideDuration = (duration: Duration, by: Numeric): Duration | null => {
  const quotient = divide(new Numeric(duration.kind === 'days' ? duration.ms : duration.months), by)
  if (quotient === null) return null
  return duration.kind === 'days'
    ? wholeDays(quotient.toDecimalPlaces(0).toNumber())
    : wholeMonths(quotient.trunc().toNumber())
}

type Temporal = DateValue | DateTimeValue | TimeValue | Duration

const shift = (
  value: Exclude<Value, null | string | boolean | Numeric | readonly Value[]>,
  by: Duration,
  sign: 1 | -1,
  clock: Clock,
): Temporal | null => {
  const amount = sign * (by.kind === 'days' ? by.ms : by.months)
  switch (value.kind) {
    case 'date':
      return known(
        by.kind === 'months'
          ? addMonths(value, amount)
          : { kind: 'date', day: value.day + Math.floor(amount / DAY_MS) },
      )
    case 'datetime':
      return known(
        by.kind === 'months' ? shiftMonths(value, amount, clock) : { ...value, at: value.at + amount },
      )
    case 'time':
      return by.kind === 'days' ? { ...value, ms: (((value.ms + amount) % DAY_MS) + DAY_MS) % DAY_MS } : null
    case 'days':
      return by.kind === 'days' ? wholeDays(value.ms + amount) : null
    case 'months':
      return by.kind === 'months' ? wholeMonths(value.months + amount) : null
    default:
      return null
  }
}

/** A day that no calendar reaches is null. */
const known = <T extends DateValue | DateTimeValue>(moment: T | null): T | null =>
  moment !== null && Math.abs(moment.kind === 'date' ? moment.day * DAY_MS : moment.at) <= MOMENT_MAX_MS
    ? moment
    : null

/** The time between two moments; a date beside a date and time is its midnight in the zone. */
const elapse = (
  a: Exclude<Value, null | string | boolean | Numeric | readonly Value[]>,
  b: typeof a,
  clock: Clock,
): DaysValue | null => {
  if (a.kind === 'date' && b.kind === 'date') return { kind: 'days', ms: (a.day - b.day) * DAY_MS }
  if (a.kind === 'time' && b.kind === 'time')
    return (a.offset === null) === (b.offset === null)
      ? { kind: 'days', ms: a.ms - (a.offset ?? 0) - b.ms + (b.offset ?? 0) }
      : null
  const [x, y] = [a.kind === 'date' ? momentOf(a, clock) : a, b.kind === 'date' ? momentOf(b, clock) : b]
  return x.kind === 'datetime' && y.kind === 'datetime' ? { kind: 'days', ms: x.at - y.at } : null
}
