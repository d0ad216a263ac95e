import { spend, type Budget } from './budget.ts'
import type { Entry, FeelType, Scope } from './scope.ts'
import { isList, kindOf, type Value } from './value.ts'

/**
 * A type as far as it is known before any value is: finer than FeelType, because rows and durations differ in
 * what they allow.
 */
export type Shape =
  | {
      readonly kind:
        | 'null'
        | 'any'
        | 'number'
        | 'string'
        | 'boolean'
        | 'date'
        | 'datetime'
        | 'time'
        | 'days'
        | 'months'
        | 'duration'
        | 'function'
    }
  /** Of what its ends are; unknown is of numbers. */
  | { readonly kind: 'range'; readonly of?: Shape }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'row'; readonly scope: Scope }
  | { readonly kind: 'reference'; readonly scope: Scope; readonly table?: string }
  | { readonly kind: 'context'; readonly fields: Readonly<Record<string, Shape>> }

export const ANY: Shape = { kind: 'any' }

export const shapeOfEntry = (entry: Entry): Shape => {
  if (entry.is === 'reference') return { kind: 'reference', scope: entry.scope(), table: entry.table }
  if (entry.is === 'collection') return { kind: 'list', of: { kind: 'row', scope: entry.scope() } }
  return shapeOfType(entry.type, entry.column !== undefined)
}

/**
 * A column of durations holds seconds, a column of a list holds text; a parameter may be either kind of
 * either.
 */
export const shapeOfType = (type: FeelType, column = false): Shape => {
  if (type === 'list') return { kind: 'list', of: column ? { kind: 'string' } : ANY }
  if (type === 'duration') return { kind: column ? 'days' : 'duration' }
  return type === 'context' ? ANY : { kind: type }
}

export const shapeOfValue = (value: Value, budget: Budget): Shape => {
  if (isList(value)) {
    spend(budget, 1 + value.length)
    return {
      kind: 'list',
      of: value.map((item) => shapeOfValue(item, budget)).reduce<Shape>(joinShapes, { kind: 'null' }),
    }
  }
  const kind = kindOf(value)
  return kind === 'context' || kind === 'list' ? ANY : kind === 'reference' ? { kind: 'string' } : { kind }
}

/** What holds for both: null joins with anything. */
export const joinShapes = (a: Shape, b: Shape): Shape => {
  if (a.kind === 'null') return b
  if (b.kind === 'null') return a
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', of: joinShapes(a.of, b.of) }
  if (a.kind === 'reference' && b.kind === 'reference') return a.scope === b.scope ? a : { kind: 'string' }
  return a.kind === b.kind ? a : ANY
}

export const typeOfShape = (shape: Shape): FeelType => {
  switch (shape.kind) {
    case 'days':
    case 'months':
      return 'duration'
    case 'row':
      return 'context'
    case 'reference':
      return 'string'
    case 'null':
    case 'range':
    case 'function':
      return 'any'
    default:
      return shape.kind
  }
}
