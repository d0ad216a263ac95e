import { divide } from '../arithmetic.ts'
import { contained, equal, orderValues } from '../compare.ts'
import { ANY, type Shape } from '../shape.ts'
import { finite, isList, isNumber, Numeric, ZERO, type Value } from '../value.ts'
import { callable, define, itemOf, joinItems, list, listOf, whole, type Builtin, type Builtins, type Clock } from './builtin.ts'

const LIST = ['list'] as const
const GATHER = { gathers: true } as const
const sameItem = ([shape]: readonly Shape[]): Shape => itemOf(shape)
const sameList = ([shape]: readonly Shape[]): Shape => shape ?? ANY

/** Aggregates pass over empty items, as SQL and spreadsheets do; over nothing but empties they are `ofNone`. */
const aggregate = (gives: Builtin['gives'], run: (items: readonly Value[], clock: Clock) => Value, ofNone: Value = null): Builtin =>
  define('list', LIST, gives, ([items], clock) => {
    const present = list(items).filter((item) => item !== null)
    return present.length === 0 ? ofNone : run(present, clock)
  }, GATHER)

const aggregateNumbers = (run: (items: readonly Numeric[]) => Numeric | null): Builtin =>
  aggregate('number', (items) => (items.every(isNumber) ? run(items) : null))

const extreme = (sign: 1 | -1): Builtin =>
  aggregate(sameItem, (items, { zone }) => {
    let best: Value = items[0] ?? null
    if (orderValues(best, best, zone) === null) return null
    for (const item of items.slice(1)) {
      const order = orderValues(item, best, zone)
      if (order === null) return null
      if (order * sign > 0) best = item
    }
    return best
  })

const sum = (items: readonly Numeric[]): Numeric => items.reduce((a, b) => a.plus(b), ZERO)
const mean = aggregateNumbers((items) => divide(sum(items), new Numeric(items.length)))

/** The sum of nothing is nought, so that it can be reckoned with: an order without lines amounts to 0. */
const sumValues = aggregate((shapes) => itemOf(shapes[0]), (items) => {
  if (items.every(isNumber)) return finite(sum(items))
  let total = 0
  for (const item of items) {
    if (item === null || typeof item !== 'object' || !('kind' in item) || item.kind !== 'days') return null
    total += item.ms
  }
  return { kind: 'days', ms: total }
}, ZERO)

const distinct = (items: readonly Value[], zone: string): Value[] => {
  const kept: Value[] = []
  for (const item of items) if (!kept.some((other) => equal(item, other, zone) === true)) kept.push(item)
  return kept
}

export const lists: Builtins = {
  'count': define('list', LIST, 'number', ([items]) => new Numeric(list(items).length), GATHER),
  'sum': sumValues,
  'min': extreme(-1),
  'max': extreme(1),
  'mean': mean,
  'avg': mean,
  'median': aggregateNumbers((items) => {
    const sorted = [...items].sort((a, b) => a.cmp(b))
    const middle = sorted.length >> 1
    return sorted.length % 2 ? sorted[middle]! : divide(sorted[middle - 1]!.plus(sorted[middle]!), new Numeric(2))
  }),
  'product': aggregateNumbers((items) => finite(items.reduce((a, b) => a.times(b)))),
  'list contains': define('list, element', ['list', 'any'], 'boolean', ([items, element], { zone }) => contained(element!, list(items), zone)),
  'append': define('list, item', ['list', 'any'], sameList, ([items, ...more]) => [...list(items), ...more], { rest: true }),
  'concatenate': define('list', LIST, joinItems, (all) => joined(all), { rest: true }),
  'union': define('list', LIST, joinItems, (all, { zone }) => distinct(joined(all) ?? [], zone), { rest: true }),
  'distinct values': define('list', LIST, sameList, ([items], { zone }) => distinct(list(items), zone)),
  'flatten': define('list', LIST, () => listOf(ANY), ([items]) => flatten(list(items))),
  'reverse': define('list', LIST, sameList, ([items]) => [...list(items)].reverse()),
  'index of': define('list, match', ['list', 'any'], () => listOf({ kind: 'number' }), ([items, match], { zone }) =>
    list(items).flatMap((item, i) => (equal(item, match!, zone) === true ? [new Numeric(i + 1)] : []))),
  'insert before': define('list, position, newItem', ['list', 'number', 'any'], sameList, ([items, at, item]) => splice(list(items), at, 0, item!)),
  'remove': define('list, position', ['list', 'number'], sameList, ([items, at]) => splice(list(items), at, 1)),
  'sublist': define('list, start position, length?', ['list', 'number', 'number'], sameList, ([items, start, length]) => {
    const [from, count] = [whole(start), length === undefined ? Infinity : whole(length)]
    if (from === null || from === 0 || count === null) return null
    const first = from > 0 ? from - 1 : list(items).length + from
    return first < 0 ? null : list(items).slice(first, first + count)
  }),
  'sort': define('list, precedes?', ['list', 'function'], sameList, ([items, precedes], { zone }) => {
    const before = precedes === undefined ? null : callable(precedes)
    return [...list(items)].sort((a, b) => {
      if (!before) return orderValues(a, b, zone) ?? Number(a === null) - Number(b === null)
      return before.call([a, b]) === true ? -1 : before.call([b, a]) === true ? 1 : 0
    })
  }),
}

const ITEMS_MAX = 1_000_000

/** Longer lists are not built: null. */
const joined = (all: readonly Value[]): Value[] | null =>
  all.reduce((length, items) => length + list(items).length, 0) > ITEMS_MAX ? null : all.flatMap((items) => [...list(items)])

const flatten = (items: readonly Value[]): Value[] => items.flatMap((item) => (isList(item) ? flatten(item) : [item]))

const splice = (items: readonly Value[], at: Value | undefined, drop: number, ...add: Value[]): Value => {
  const position = whole(at)
  if (position === null || position === 0 || Math.abs(position) > items.length) return null
  const copy = [...items]
  copy.splice(position > 0 ? position - 1 : items.length + position, drop, ...add)
  return copy
}

