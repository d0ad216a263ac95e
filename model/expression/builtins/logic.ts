import { and, not, or, type Truth } from '../compare.ts'
import { isSame } from '../same.ts'
import { isList } from '../value.ts'
import { define, list, type Builtins } from './builtin.ts'

const GATHER = { gathers: true } as const

export const logic: Builtins = {
  'not': define('negand', ['any'], 'boolean', ([value]) => not(value!)),
  'all': define('list', ['list'], 'boolean', ([items]) => list(items).reduce<Truth>(and, true), GATHER),
  'any': define('list', ['list'], 'boolean', ([items]) => list(items).reduce<Truth>(or, false), GATHER),
  /** Of one kind and the same, down to the zone that was written; nothing is passed off as another. */
  'is': define('value1, value2', ['any', 'any'], 'boolean', ([a, b], clock) => isSame(a!, b!, clock)),
  'is defined': define('value', ['any'], 'boolean', ([value]) => value !== null),
  /** Null, "" and the empty list. */
  'is empty': define(
    'value',
    ['any'],
    'boolean',
    ([value]) => value === null || value === '' || (isList(value!) && value.length === 0),
  ),
}
