import { spend } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import { equal } from './compare.ts'
import { isList, kindOf, type Value } from './value.ts'

/** Stricter than equality: the kinds are the same, and of times and moments the zones that were written. */
export const isSame = (a: Value, b: Value, clock: Clock): boolean => {
  const kind = kindOf(a)
  if (kind !== kindOf(b)) return false
  if (a === null || b === null) return true
  if (isList(a) && isList(b)) {
    spend(clock.budget, 2 + 2 * a.length)
    return a.length === b.length && a.every((item, i) => isSame(item, b[i]!, clock))
  }
  return equal(a, b, clock) === true && zoneOf(a) === zoneOf(b)
}

/** Two names of zones are the same zone where they stand at the same offset. */
const zoneOf = (value: Value): unknown => {
  if (value === null || typeof value !== 'object' || !('kind' in value)) return undefined
  return value.kind === 'datetime' ? value.own : value.kind === 'time' ? value.offset : undefined
}
