import { cellsOfText, spend } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import { equal } from './compare.ts'
import { momentOf } from './moment.ts'
import type { DateValue } from './temporal.ts'
import { isList, isNumber, kindOf, type ContextValue, type Kind, type Value } from './value.ts'

/**
 * The values that are not equal to one before, in their order. What `equal` may find equal has the same key,
 * so that only the values of one key are held against each other; most have a key of their own.
 */
export const distinct = (items: readonly Value[], clock: Clock): Value[] => {
  const kept: Value[] = []
  const byKey = new Map<string, Value[]>()
  // A day is equal to its midnight, for which the zone must be asked: only where there are both.
  const has = (kind: Kind): boolean => items.some((item) => kindOf(item) === kind)
  const mixed = has('datetime') && has('date')
  for (const item of items) {
    spend(clock.budget, 4)
    const day = mixed && kindOf(item) === 'date' ? momentOf(item as DateValue, clock) : null
    const key = keyOf(day ?? item, clock)
    const alike = byKey.get(key)
    if (alike === undefined) byKey.set(key, [item])
    else if (alike.some((other) => isSame(item, other, clock))) continue
    else alike.push(item)
    kept.push(item)
  }
  return kept
}

const isSame = (a: Value, b: Value, clock: Clock): boolean => {
  spend(clock.budget, 2)
  return equal(a, b, clock) === true
}

/** A reference, a row and a text are equal by their id. */
const keyOf = (value: Value, clock: Clock): string => {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return keyOfText(value, clock)
  if (isNumber(value)) return value.isZero() ? '0' : `${value.s} ${value.e} ${value.d.join()}`
  if (isList(value)) return `list ${value.length}${value.length > 0 ? keyOfPart(value[0]!, clock) : ''}`
  switch (value.kind) {
    case 'reference':
      return keyOfText(value.id, clock)
    case 'context': {
      const { id } = value.raw
      return typeof id === 'string' ? keyOfText(id, clock) : keyOfContext(value, clock)
    }
    case 'date':
      return `day ${value.day}`
    case 'datetime':
      return `moment ${value.at}`
    case 'time':
      return `time ${value.ms - (value.offset ?? 0)}`
    case 'days':
      return `days ${value.ms}`
    case 'months':
      return `months ${value.months}`
    default:
      return value.kind
  }
}

const keyOfText = (text: string, { budget }: Clock): string => {
  spend(budget, cellsOfText(text.length))
  return `id ${text}`
}

/** What a written context says; of a row only how much it says. */
const keyOfContext = ({ raw, literal }: ContextValue, clock: Clock): string => {
  const names = Object.keys(raw).sort()
  spend(clock.budget, 4 * names.length)
  const part = (name: string): string => `${name}: ${keyOfPart(raw[name] as Value, clock)}`
  return `context ${literal ? names.map(part).join() : names.length}`
}

/** Inside of others a day may stand beside a moment, and lists beside lists: the kind must do. */
const keyOfPart = (value: Value, clock: Clock): string => {
  const kind = kindOf(value)
  if (kind === 'date' || kind === 'datetime') return 'moment'
  return kind === 'list' || kind === 'context' || kind === 'reference' ? 'some' : keyOf(value, clock)
}
