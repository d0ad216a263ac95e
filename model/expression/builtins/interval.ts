import { and, compare, isRange, not, or, type Truth } from '../compare.ts'
import type { RangeValue, Value } from '../value.ts'
import { define, type Builtin, type Builtins, type Clock } from './builtin.ts'

/** Point or range: a range as it is, a point as the range that holds it alone. */
interface Span {
  readonly start: Value
  readonly end: Value
  readonly startIn: boolean
  readonly endIn: boolean
  readonly isPoint: boolean
}

type Ask = (a: Span, b: Span, is: Compare) => Truth
type Compare = (op: '<' | '<=' | '=' | '>', x: Value, y: Value) => Truth
type Kinds = readonly ('point' | 'range')[]

/**
 * The relations of DMN 1.5, table 78. `first` and `second` say what each argument may be. A range without an
 * end on a side that is asked about answers null, as a value that has no order does.
 */
const relation = (names: string, first: Kinds, second: Kinds, ask: Ask, also: string[][] = []): Builtin =>
  define(
    names,
    ['any', 'any'],
    'boolean',
    ([a, b], clock) => {
      const [x, y] = [spanOf(a!), spanOf(b!)]
      const fits = (span: Span, kinds: Kinds): boolean => kinds.includes(span.isPoint ? 'point' : 'range')
      return x && y && fits(x, first) && fits(y, second) ? ask(x, y, comparing(clock)) : null
    },
    { also },
  )

const ANY: Kinds = ['point', 'range']
const RANGE: Kinds = ['range']
const WAYS = [
  ['point', 'range'],
  ['range', 'point'],
  ['range1', 'range2'],
  ['range', 'value'],
]

const spanOf = (value: Value): Span | null => {
  if (value === null) return null
  if (!isRange(value)) return { start: value, end: value, startIn: true, endIn: true, isPoint: true }
  const { start, end, startIn, endIn }: RangeValue = value
  return { start, end, startIn, endIn, isPoint: false }
}

const comparing =
  (clock: Clock): Compare =>
  (op, x, y) =>
    x === null || y === null ? null : compare(op, x, y, clock)

const all = (...truths: readonly Truth[]): Truth => truths.reduce<Truth>(and, true)
const some = (...truths: readonly Truth[]): Truth => truths.reduce<Truth>(or, false)

const before: Ask = (a, b, is) =>
  some(is('<', a.end, b.start), all(is('=', a.end, b.start), not(a.endIn && b.startIn)))

const meets: Ask = (a, b, is) => all(a.endIn, b.startIn, is('=', a.end, b.start))

const overlaps: Ask = (a, b, is) =>
  all(
    some(is('>', a.end, b.start), all(is('=', a.end, b.start), a.endIn, b.startIn)),
    some(is('<', a.start, b.end), all(is('=', a.start, b.end), a.startIn, b.endIn)),
  )

const startsEarlier: Ask = (a, b, is) =>
  some(is('<', a.start, b.start), all(is('=', a.start, b.start), a.startIn, not(b.startIn)))
const endsLater: Ask = (a, b, is) =>
  some(is('>', a.end, b.end), all(is('=', a.end, b.end), a.endIn, not(b.endIn)))
const meetsWithin: Ask = (a, b, is) =>
  some(is('<', b.start, a.end), all(is('=', b.start, a.end), a.endIn, b.startIn))

const overlapsBefore: Ask = (a, b, is) =>
  all(startsEarlier(a, b, is), meetsWithin(a, b, is), some(endsLater(b, a, is), sameEnd(a, b, is)))

const sameStart: Ask = (a, b, is) => all(is('=', a.start, b.start), a.startIn === b.startIn)
const sameEnd: Ask = (a, b, is) => all(is('=', a.end, b.end), a.endIn === b.endIn)

const includes: Ask = (a, b, is) =>
  all(
    some(is('<', a.start, b.start), all(is('=', a.start, b.start), a.startIn || !b.startIn)),
    some(is('>', a.end, b.end), all(is('=', a.end, b.end), a.endIn || !b.endIn)),
  )

const finishes: Ask = (a, b, is) => {
  if (a.isPoint) return all(b.endIn, is('=', a.end, b.end))
  const within = some(is('<', b.start, a.start), all(is('=', b.start, a.start), b.startIn || !a.startIn))
  return all(sameEnd(a, b, is), within)
}

const starts: Ask = (a, b, is) => {
  if (a.isPoint) return all(b.startIn, is('=', a.start, b.start))
  const within = some(is('<', a.end, b.end), all(is('=', a.end, b.end), b.endIn || !a.endIn))
  return all(sameStart(a, b, is), within)
}

const turned =
  (ask: Ask): Ask =>
  (a, b, is) =>
    ask(b, a, is)

export const intervals: Builtins = {
  'before': relation('point1, point2', ANY, ANY, before, WAYS),
  'after': relation('point1, point2', ANY, ANY, turned(before), WAYS),
  'meets': relation('range1, range2', RANGE, RANGE, meets),
  'met by': relation('range1, range2', RANGE, RANGE, turned(meets)),
  'overlaps': relation('range1, range2', RANGE, RANGE, overlaps),
  'overlaps before': relation('range1, range2', RANGE, RANGE, overlapsBefore),
  'overlaps after': relation('range1, range2', RANGE, RANGE, turned(overlapsBefore)),
  'finishes': relation('range1, range2', ANY, RANGE, finishes, WAYS),
  'finished by': relation('range1, range2', RANGE, ANY, turned(finishes), WAYS),
  'includes': relation('range1, range2', RANGE, ANY, includes, WAYS),
  'during': relation('range1, range2', ANY, RANGE, turned(includes), WAYS),
  'starts': relation('range1, range2', ANY, RANGE, starts, WAYS),
  'started by': relation('range1, range2', RANGE, ANY, turned(starts), WAYS),
  'coincides': define(
    'range1, range2',
    ['any', 'any'],
    'boolean',
    ([a, b], clock) => {
      const [x, y] = [spanOf(a!), spanOf(b!)]
      if (!x || !y || x.isPoint !== y.isPoint) return null
      return all(sameStart(x, y, comparing(clock)), sameEnd(x, y, comparing(clock)))
    },
    { also: [['point1', 'point2']] },
  ),
}
