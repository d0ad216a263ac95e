import { sql, type RawBuilder } from 'kysely'
import { linesOf, pathsOf, type AnyRow, type Definitions, type ObjectDef } from '../../model/index.ts'
import { parentOf } from '../access/grants.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { computedFields } from './compute.ts'
import { targetOf } from '../definitions/stored.ts'

/**
 * One step of an expression from an object to another: along a field of its own, or to the rows whose field
 * points at it.
 */
export interface Hop {
  readonly along: 'reference' | 'collection'
  readonly from: string
  readonly to: string
  readonly by: string
}

/** An object whose formulas or roll-ups read fields of another, and the way there. */
export interface Dependent {
  readonly object: string
  readonly hops: readonly Hop[]
  /** Fields that are read at the end of the way. */
  readonly fields: ReadonlySet<string>
  /**
   * The rows are part of the record that is read, as lines of a document: they move with it, however many
   * they are.
   */
  readonly part: boolean
}

type Knowing = Pick<Tx, 'definitions' | 'workspace'>

const known = new WeakMap<Definitions, ReadonlyMap<string, readonly Dependent[]>>()

/** Which objects have figures that read records of this one. */
export function dependentsOf(tx: Knowing, name: string): readonly Dependent[] {
  const all = known.get(tx.definitions) ?? findAll(tx)
  known.set(tx.definitions, all)
  return all.get(name) ?? []
}

/**
 * Whether a new record of the object changes figures elsewhere at once: nothing points at it yet, but it may
 * be counted.
 */
export const isCounted = (tx: Knowing, name: string): boolean =>
  dependentsOf(tx, name).some(({ hops }) => hops.at(-1)!.along === 'collection')

/** Whether figures of the object count the files that hang on its records. */
export const readsFiles = (tx: Knowing, object: ObjectDef): boolean =>
  [...computedFields(tx, object, 'record'), ...computedFields(tx, object, 'rows')].some(({ expression }) =>
    pathsOf(expression).some(([head]) => head === 'files'),
  )

function findAll(tx: Knowing): ReadonlyMap<string, readonly Dependent[]> {
  const found = new Map<string, Map<string, Dependent & { readonly fields: Set<string> }>>()
  for (const object of Object.values(tx.definitions.objects))
    for (const { expression } of [
      ...computedFields(tx, object, 'record'),
      ...computedFields(tx, object, 'rows'),
    ])
      for (const path of pathsOf(expression))
        walk(tx.definitions, object, path, (hops, field) => {
          const { to } = hops.at(-1)!
          const ways = found.get(to) ?? new Map<string, Dependent & { readonly fields: Set<string> }>()
          found.set(to, ways)
          const way = JSON.stringify(hops)
          const one = ways.get(way) ?? {
            object: object.name,
            hops,
            fields: new Set<string>(),
            part: isPart(tx.definitions, object, hops),
          }
          ways.set(way, one)
          if (field !== null) one.fields.add(field)
        })
  return new Map([...found].map(([name, ways]) => [name, [...ways.values()]]))
}

/**
 * Tells every field that is read behind a hop, and every hop to rows by itself, for their number counts too.
 */
function walk(
  definitions: Definitions,
  object: ObjectDef,
  path: readonly string[],
  read: (hops: readonly Hop[], field: string | null) => void,
): void {
  let at: ObjectDef = object
  const hops: Hop[] = []
  for (const [i, name] of path.entries()) {
    const hop = hopOf(definitions, at, name)
    if (hops.length > 0 && hop?.along !== 'collection') read([...hops], name)
    if (!hop || (hop.along === 'reference' && i === path.length - 1)) return
    hops.push(hop)
    if (hop.along === 'collection') read([...hops], null)
    at = definitions.objects[hop.to]!
  }
}

function hopOf(definitions: Definitions, object: ObjectDef, name: string): Hop | null {
  const target = targetOf(object, name)
  if (target)
    return definitions.objects[target]
      ? { along: 'reference', from: object.name, to: target, by: name }
      : null
  const inverse =
    name === 'tasks' ? { object: 'task', by: 'record' } : definitions.inverses[object.name]?.[name]
  return inverse && definitions.objects[inverse.object]
    ? { along: 'collection', from: object.name, to: inverse.object, by: inverse.by }
    : null
}

const isPart = (definitions: Definitions, object: ObjectDef, [first, ...more]: readonly Hop[]): boolean =>
  more.length === 0 &&
  first!.along === 'reference' &&
  (parentOf(object)?.by === first!.by ||
    linesOf(definitions.objects[first!.to]!).some(
      ([, field]) => field.of === object.name && field.by === first!.by,
    ))

/** Whether what was written is anything that the dependent reads; rows that come or go always are. */
export function moves({ hops, fields }: Dependent, before: AnyRow | null, after: AnyRow | null): boolean {
  const { along, by } = hops.at(-1)!
  if (!before || !after) return along === 'collection'
  return [...fields, ...(along === 'collection' ? [by] : [])].some(
    (name) =>
      unseen.has(name) || JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  )
}

/** Fields that move with every change. */
const unseen = new Set(['updated_at', 'version'])

/**
 * Where to begin on the way back from a record: at itself, or at what its field points at and pointed at
 * before.
 */
export function startOf(
  { hops }: Pick<Dependent, 'hops'>,
  before: AnyRow | null,
  after: AnyRow | null,
): { readonly hops: readonly Hop[]; readonly ids: readonly string[] } {
  const { along, by } = hops.at(-1)!
  if (along === 'reference') return { hops, ids: [(after ?? before)!.id] }
  const ids = [...new Set([before?.[by], after?.[by]])].filter((id): id is string => typeof id === 'string')
  return { hops: hops.slice(0, -1), ids }
}

/** The condition over the dependent's own rows `t` that lead to those ids. */
export function leadsTo(
  tx: Pick<Tx, 'workspace'>,
  hops: readonly Hop[],
  ids: readonly string[],
  alias = 't',
): RawBuilder<unknown> {
  const [hop, ...more] = hops
  const id = sql.id(alias, 'id')
  if (!hop) return sql`${id} = any(${ids}::uuid[])`
  const next = `${alias}h`
  if (hop.along === 'reference')
    return more.length === 0
      ? sql`${sql.id(alias, hop.by)} = any(${ids}::uuid[])`
      : sql`${sql.id(alias, hop.by)} in (select ${sql.id(next, 'id')} from ${table(tx.workspace, hop.to)} ${sql.id(next)} where ${leadsTo(tx, more, ids, next)})`
  return sql`${id} in (select ${sql.id(next, hop.by)} from ${table(tx.workspace, hop.to)} ${sql.id(next)} where ${leadsTo(tx, more, ids, next)})`
}
