import { and, not, or } from '../compare.ts'
import { isList, type Value } from '../value.ts'
import { ANY } from '../shape.ts'
import { define, list, text, type Builtins } from './builtin.ts'

const GATHER = { gathers: true } as const

export const logic: Builtins = {
  'not': define('negand', ['any'], 'boolean', ([value]) => not(value!)),
  'all': define('list', ['list'], 'boolean', ([items]) => list(items).reduce<Value>(and, true), GATHER),
  'any': define('list', ['list'], 'boolean', ([items]) => list(items).reduce<Value>(or, false), GATHER),
  'is defined': define('value', ['any'], 'boolean', ([value]) => value !== null),
  /** Null, "" and the empty list. */
  'is empty': define(
    'value',
    ['any'],
    'boolean',
    ([value]) => value === null || value === '' || (isList(value!) && value.length === 0),
  ),
  'get value': define(
    'context, key',
    ['any', 'string'],
    () => ANY,
    ([context, key]) => {
      const raw = literalOf(context!)
      return raw && Object.hasOwn(raw, text(key)) ? raw[text(key)]! : null
    },
  ),
  'get entries': define(
    'context',
    ['any'],
    () => ANY,
    ([context]) => {
      const raw = literalOf(context!)
      return (
        raw &&
        Object.entries(raw).map(([key, value]): Value => ({
          kind: 'context',
          literal: true,
          raw: { key, value },
        }))
      )
    },
  ),
}

/**
 * The entries of a context written in the expression; rows are reached by name only, so that a grant on
 * fields holds.
 */
const literalOf = (value: Value): Record<string, Value> | null =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'context' && value.literal
    ? (value.raw as Record<string, Value>)
    : null
