import { costOfQuotient, divide, INEXACT_STEPS } from '../arithmetic.ts'
import { hold, spend } from '../budget.ts'
import { contained, equal, orderValues } from '../compare.ts'
import { distinct } from '../distinct.ts'
import { ANY, type Shape } from '../shape.ts'
import { finite, isList, isNumber, kindOf, Numeric, Numeric34, ZERO, type Value } from '../value.ts'
import {
  callable,
  define,
  itemOf,
  joinItems,
  list,
  listOf,
  whole,
  type Builtin,
  type Builtins,
  type Clock,
} from './builtin.ts'

const LIST = ['list'] as const
const GATHER = { gathers: true } as const
const sameItem = ([shape]: readonly Shape[]): Shape => itemOf(shape)
const sameList = ([shape]: readonly Shape[]): Shape => shape ?? ANY

/**
 * Aggregates pass over empty items, as SQL and spreadsheets do; over nothing but empties they are `ofNone`.
 */
const aggregate = (
  gives: Builtin['gives'],
  run: (items: readonly Value[], clock: Clock) => Value,
  ofNone: Value = null,
): Builtin =>
  define(
    'list',
    LIST,
    gives,
    ([items], clock) => {
      const present = list(items).filter((item) => item !== null)
      return present.length === 0 ? ofNone : run(present, clock)
    },
    GATHER,
  )

const aggregateNumbers = (run: (items: readonly Numeric[], clock: Clock) => Numeric | null): Builtin =>
  aggregate('number', (items, clock) => (items.every(isNumber) ? run(items, clock) : null))

const extreme = (sign: 1 | -1): Builtin =>
  aggregate(sameItem, (items, clock) => {
    let best: Value = items[0] ?? null
    if (orderValues(best, best, clock) === null) return null
    for (const item of items.slice(1)) {
      const order = orderValues(item, best, clock)
      if (order === null) return null
      if (order * sign > 0) best = item
    }
    return best
  })

/** Each number is read once, whatever is done with it; two of many digits cost more. */
const fold = (
  items: readonly Numeric[],
  { budget }: Clock,
  add: (a: Numeric, b: Numeric) => Numeric,
): Numeric =>
  items.reduce((a, b) => {
    spend(budget, 3 + Math.ceil((a.d.length * b.d.length) / 5))
    return add(a, b)
  })
const sum = (items: readonly Numeric[], clock: Clock): Numeric => fold(items, clock, (a, b) => a.plus(b))
const mean = aggregateNumbers((items, clock) => divide(sum(items, clock), new Numeric(items.length)))

/** The sum of nothing is nought, so that it can be reckoned with: an order without lines amounts to 0. */
const sumValues = aggregate(
  (shapes) => itemOf(shapes[0]),
  (items, clock) => {
    if (items.every(isNumber)) return finite(sum(items, clock))
    let total = 0
    for (const item of items) {
      if (item === null || typeof item !== 'object' || !('kind' in item) || item.kind !== 'days') return null
      total += item.ms
    }
    return { kind: 'days', ms: total }
  },
  ZERO,
)

export const lists: Builtins = {
  'count': define('list', LIST, 'number', ([items]) => new Numeric(list(items).length), GATHER),
  'sum': sumValues,
  'min': extreme(-1),
  'max': extreme(1),
  'mean': mean,
  'avg': mean,
  'median': aggregateNumbers((items, { budget }) => {
    const sorted = [...items].sort((a, b) => {
      spend(budget, 2 + (a.d.length >> 2))
      return a.cmp(b)
    })
    const middle = sorted.length >> 1
    return sorted.length % 2
      ? sorted[middle]!
      : divide(sorted[middle - 1]!.plus(sorted[middle]!), new Numeric(2))
  }),
  'mode': define(
    'list',
    LIST,
    () => listOf({ kind: 'number' }),
    ([items], clock) => {
      const numbers = list(items)
      return numbers.every((item) => item !== null && isNumber(item))
        ? modeOf(numbers as Numeric[], clock)
        : null
    },
    GATHER,
  ),
  'stddev': define(
    'list',
    LIST,
    'number',
    ([items], clock) => {
      const numbers = list(items)
      return numbers.length > 1 && numbers.every((item) => item !== null && isNumber(item))
        ? deviationOf(numbers as Numeric[], clock)
        : null
    },
    GATHER,
  ),
  'product': aggregateNumbers((items, clock) => finite(fold(items, clock, (a, b) => a.times(b)))),
  'list contains': define('list, element', ['list', 'any'], 'boolean', ([items, element], clock) =>
    contained(element!, list(items), clock),
  ),
  'append': define('list, item', ['list', 'any'], sameList, ([items, ...more]) => [...list(items), ...more], {
    rest: true,
  }),
  'concatenate': define('list', LIST, joinItems, (all) => joined(all), { rest: true }),
  'union': define('list', LIST, joinItems, (all, clock) => distinct(joined(all), clock), { rest: true }),
  'distinct values': define('list', LIST, sameList, ([items], clock) => distinct(list(items), clock)),
  'flatten': define(
    'list',
    LIST,
    () => listOf(ANY),
    ([items], clock) => flatten(list(items), clock),
  ),
  'reverse': define('list', LIST, sameList, ([items]) => [...list(items)].reverse()),
  'index of': define(
    'list, match',
    ['list', 'any'],
    () => listOf({ kind: 'number' }),
    ([items, match], clock) =>
      list(items).flatMap((item, i) => (equal(item, match!, clock) === true ? [new Numeric(i + 1)] : [])),
  ),
  'insert before': define(
    'list, position, newItem',
    ['list', 'number', 'any'],
    sameList,
    ([items, at, item]) => splice(list(items), at, 0, item!),
  ),
  'remove': define('list, position', ['list', 'number'], sameList, ([items, at]) =>
    splice(list(items), at, 1),
  ),
  'list replace': define(
    'list, position, newItem',
    ['list', 'any', 'any'],
    sameList,
    ([items, where, item], { budget }) => {
      if (isNumber(where!)) {
        const at = indexOf(list(items), where)
        return at === null ? null : list(items).map((old, i) => (i === at ? item! : old))
      }
      if (kindOf(where!) !== 'function' || callable(where).params.length !== 2) return null
      const replaced: Value[] = []
      for (const old of list(items)) {
        spend(budget, 2)
        const verdict = callable(where).call([old, item!])
        if (typeof verdict !== 'boolean') return null
        replaced.push(verdict ? item! : old)
      }
      return replaced
    },
    { also: [['list', 'match', 'newItem']] },
  ),
  'sublist': define(
    'list, start position, length?',
    ['list', 'number', 'number'],
    sameList,
    ([items, start, length]) => {
      const [from, count] = [whole(start), length === undefined ? Infinity : whole(length)]
      if (from === null || from === 0 || count === null) return null
      const first = from > 0 ? from - 1 : list(items).length + from
      return first < 0 ? null : list(items).slice(first, first + count)
    },
  ),
  'sort': define('list, precedes?', ['list', 'function'], sameList, ([items, precedes], clock) => {
    const before = precedes === undefined ? null : callable(precedes)
    return [...list(items)].sort((a, b) => {
      spend(clock.budget, 2)
      if (!before) return orderValues(a, b, clock) ?? Number(a === null) - Number(b === null)
      return before.call([a, b]) === true ? -1 : before.call([b, a]) === true ? 1 : 0
    })
  }),
}

const joined = (all: readonly Value[]): Value[] => all.flatMap((items) => [...list(items)])

const flatten = (items: readonly Value[], { budget }: Clock): Value[] => {
  const flat: Value[] = []
  const visit = (inner: readonly Value[]): void => {
    spend(budget, 1 + inner.length)
    for (const item of inner) {
      if (isList(item)) visit(item)
      else {
        hold(budget, 1)
        flat.push(item)
      }
    }
  }
  visit(items)
  return flat
}

/** Most often given, all of them where there are several, in order. */
const modeOf = (numbers: readonly Numeric[], { budget }: Clock): Value => {
  const found = new Map<string, { readonly value: Numeric; times: number }>()
  for (const value of numbers) {
    spend(budget, 4 + (value.d.length >> 2))
    const key = `${value.s} ${value.e} ${value.d.join()}`
    const known = found.get(key)
    if (known) known.times++
    else found.set(key, { value, times: 1 })
  }
  const most = Math.max(...[...found.values()].map(({ times }) => times))
  return [...found.values()]
    .filter(({ times }) => times === most)
    .map(({ value }) => value)
    .sort((a, b) => {
      spend(budget, 2 + (a.d.length >> 2))
      return a.cmp(b)
    })
}

/** Of a sample: the sum of the squares by one less than there are. */
const deviationOf = (numbers: readonly Numeric[], clock: Clock): Numeric | null => {
  spend(clock.budget, INEXACT_STEPS + costOfQuotient(numbers[0]!, new Numeric(numbers.length)))
  const average = divide(sum(numbers, clock), new Numeric(numbers.length))
  if (average === null) return null
  const squares = numbers.map((each) => {
    const apart = each.minus(average)
    spend(clock.budget, 4 + Math.ceil((apart.d.length * apart.d.length) / 5))
    return apart.times(apart)
  })
  const variance = divide(sum(squares, clock), new Numeric(numbers.length - 1))
  return variance && finite(new Numeric(new Numeric34(variance).sqrt()))
}

/** A position from the front, or from the back, as an index; null where there is no such item. */
const indexOf = (items: readonly Value[], at: Value): number | null => {
  const position = whole(at)
  if (position === null || position === 0 || Math.abs(position) > items.length) return null
  return position > 0 ? position - 1 : items.length + position
}

const splice = (items: readonly Value[], at: Value | undefined, drop: number, ...add: Value[]): Value => {
  const position = indexOf(items, at ?? null)
  if (position === null) return null
  const copy = [...items]
  copy.splice(position, drop, ...add)
  return copy
}
