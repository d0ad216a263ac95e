import { findEntry, type Scope } from './scope.ts'
import { ANY, shapeOfEntry, type Shape } from './shape.ts'

/** A shape, and the path from the base row by which it was reached. */
export interface Known {
  readonly shape: Shape
  readonly path?: readonly string[]
}

export interface Names {
  readonly find: (name: string) => Known | undefined
  readonly has: (name: string) => boolean
  readonly all: () => string[]
}

export const namesOf = (scope: Scope, path: readonly string[] = [], up?: Names): Names => ({
  find: (name) => {
    const entry = findEntry(scope, name)
    return entry ? { shape: shapeOfEntry(entry), path: [...path, name] } : up?.find(name)
  },
  has: (name) => findEntry(scope, name) !== undefined || (up?.has(name) ?? false),
  all: () => [...Object.keys(scope), ...(up?.all() ?? [])],
})

/** Without a scope every name is taken to be a field. */
export const openNames = (path: readonly string[]): Names => ({
  find: (name) => ({ shape: ANY, path: [...path, name] }),
  has: () => false,
  all: () => [],
})

export const withNames = (known: Readonly<Record<string, Known>>, up: Names): Names => ({
  find: (name) => (Object.hasOwn(known, name) ? known[name] : up.find(name)),
  has: (name) => Object.hasOwn(known, name) || up.has(name),
  all: () => [...Object.keys(known), ...up.all()],
})

export const itemOf = (known: Known): Known => {
  const shape =
    known.shape.kind === 'list'
      ? known.shape.of
      : known.shape.kind === 'range'
        ? (known.shape.of ?? ({ kind: 'number' } as const))
        : known.shape
  return known.path ? { shape, path: known.path } : { shape }
}

export const enterItem = (item: Known, names: Names): Names => {
  const inner = withNames({ item }, names)
  const { shape } = item
  if (shape.kind === 'row' || shape.kind === 'reference') return namesOf(shape.scope, item.path ?? [], inner)
  if (shape.kind === 'context')
    return withNames(
      Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, { shape: field }])),
      inner,
    )
  // Nothing is known of the item: a name that is not in reach may be its own.
  if (shape.kind !== 'any') return inner
  const own = (name: string): Known => ({ shape: ANY, ...(item.path ? { path: [...item.path, name] } : {}) })
  return {
    find: (name) => (name === 'item' ? item : names.has(name) ? names.find(name) : own(name)),
    has: inner.has,
    all: inner.all,
  }
}
