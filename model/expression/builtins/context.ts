import { hold, spend } from '../budget.ts'
import { ANY } from '../shape.ts'
import { isList, type ContextValue, type Value } from '../value.ts'
import { define, type Builtins, type Clock } from './builtin.ts'

type Fields = Readonly<Record<string, Value>>

export const contexts: Builtins = {
  'get value': define(
    'context, key',
    ['any', 'any'],
    () => ANY,
    ([context, key]) => {
      if (typeof key === 'string') return valueUnder(context!, key)
      return isList(key!) && key.length > 0
        ? key.reduce<Value>((at, name) => (typeof name === 'string' ? valueUnder(at, name) : null), context!)
        : null
    },
    {
      also: [
        ['m', 'key'],
        ['context', 'keys'],
      ],
    },
  ),
  'get entries': define(
    'context',
    ['any'],
    () => ANY,
    ([context]) => {
      const fields = fieldsOf(context!)
      return (
        fields &&
        Object.entries(fields).map(([key, value]) =>
          makeContext([
            ['key', key],
            ['value', value],
          ]),
        )
      )
    },
    { also: [['m']] },
  ),
  'context': define(
    'entries',
    ['any'],
    () => ANY,
    ([entries], { budget }) => {
      const pairs = readEntries(isList(entries!) ? entries : [entries!])
      if (pairs === null) return null
      spend(budget, 1 + 2 * pairs.length)
      hold(budget, pairs.length)
      return new Set(pairs.map(([key]) => key)).size === pairs.length ? makeContext(pairs) : null
    },
  ),
  'context put': define(
    'context, key, value',
    ['any', 'any', 'any'],
    () => ANY,
    ([context, key, value], clock) => {
      const keys = typeof key === 'string' ? [key] : isList(key!) ? key : []
      return keys.length > 0 ? put(context!, keys, value!, clock) : null
    },
    { also: [['context', 'keys', 'value']] },
  ),
  'context merge': define(
    'contexts',
    ['any'],
    () => ANY,
    ([contexts], { budget }) => {
      const all = (isList(contexts!) ? contexts : [contexts!]).map(fieldsOf)
      const entries = all.flatMap((fields) => (fields ? Object.entries(fields) : []))
      spend(budget, 1 + 2 * entries.length)
      hold(budget, entries.length)
      return all.includes(null) ? null : makeContext(entries)
    },
  ),
}

/**
 * The entries of a context written in the expression; rows are reached by name only, so that a grant on
 * fields holds.
 */
const fieldsOf = (value: Value): Fields | null =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'context' && value.literal
    ? (value.raw as Fields)
    : null

const valueUnder = (context: Value, key: string): Value => {
  const fields = fieldsOf(context)
  return fields && Object.hasOwn(fields, key) ? fields[key]! : null
}

/** The last of several entries of one name counts; no name reaches what every object has. */
const makeContext = (entries: readonly (readonly [string, Value])[]): ContextValue => ({
  kind: 'context',
  literal: true,
  raw: Object.fromEntries(entries),
})

/** `{key: "a", value: 1}` each; an entry without a value has none, one without a key is no entry. */
const readEntries = (entries: readonly Value[]): [string, Value][] | null => {
  const pairs: [string, Value][] = []
  for (const entry of entries) {
    const fields = fieldsOf(entry)
    const key = fields && Object.hasOwn(fields, 'key') ? fields['key'] : null
    if (!fields || typeof key !== 'string' || !Object.hasOwn(fields, 'value')) return null
    pairs.push([key, fields['value']!])
  }
  return pairs
}

/** A copy with one value put where the keys lead; all but the last must lead to contexts. */
const put = (context: Value, keys: readonly Value[], value: Value, clock: Clock): Value => {
  const [key, ...others] = keys
  const fields = fieldsOf(context)
  if (!fields || typeof key !== 'string') return null
  const entries = Object.entries(fields)
  spend(clock.budget, 2 + entries.length)
  hold(clock.budget, entries.length)
  const inner = others.length === 0 ? value : put(valueUnder(context, key), others, value, clock)
  if (others.length > 0 && inner === null) return null
  return makeContext([...entries, [key, inner]])
}
