import { spend } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import { findField } from './lift.ts'
import { isList, kindOf, type FunctionValue, type RangeValue, type Value } from './value.ts'

/** A type as it is written: `list<number>`, `context<a: string>`, `function<number>->string`, `range<date>`. */
export interface TypeName {
  readonly name: string
  /** What is in it: of a list or a range its items, of a function its parameters. */
  readonly of?: readonly TypeName[]
  readonly fields?: readonly (readonly [string, TypeName])[]
}

const NAMES: Partial<Record<string, string>> = {
  'date and time': 'datetime',
  'days and time duration': 'days',
  'years and months duration': 'months',
}

/** Never fails: what it does not know is a type that nothing has. */
export const readTypeName = (source: string): TypeName => {
  const text = source.replace(/\s+/g, ' ').trim()
  const open = text.indexOf('<')
  if (open < 0) return { name: NAMES[text] ?? text }
  const name = text.slice(0, open).trim()
  const inside = text.slice(open + 1, endOfTypes(text, open))
  const parts = splitTypes(inside)
  if (name !== 'context') return { name, of: parts.map(readTypeName) }
  return {
    name,
    fields: parts.map((part) => {
      const colon = part.indexOf(':')
      return [part.slice(0, colon).trim(), readTypeName(part.slice(colon + 1))] as const
    }),
  }
}

const endOfTypes = (text: string, open: number): number => {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '<') depth++
    else if (text[at] === '>' && text[at - 1] !== '-' && --depth === 0) return at
  }
  return text.length
}

const splitTypes = (text: string): string[] => {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '<') depth++
    else if (text[at] === '>' && text[at - 1] !== '-') depth--
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '')
}

/** Is the value of the type? Null is of the type Null alone. */
export const isOfType = (value: Value, type: TypeName, clock: Clock): boolean => {
  const kind = kindOf(value)
  if (kind === 'null') return type.name === 'Null'
  if (type.name === 'Any') return true
  if ((kind === 'reference' ? 'string' : kind) !== type.name) return false
  if (type.fields) {
    spend(clock.budget, 2 * type.fields.length)
    return (
      value !== null &&
      typeof value === 'object' &&
      'kind' in value &&
      value.kind === 'context' &&
      type.fields.every(([name, of]) => isOfType(findField(value, name, clock) ?? null, of, clock))
    )
  }
  const [of] = type.of ?? []
  if (of === undefined) return true
  if (kind === 'function') return (value as FunctionValue).params.length === type.of!.length
  if (kind === 'range') {
    const { start, end } = value as RangeValue
    return [start, end].every((bound) => bound === null || isOfType(bound, of, clock))
  }
  if (!isList(value)) return true
  spend(clock.budget, 2 * value.length)
  return value.every((item) => isOfType(item, of, clock))
}
