import { Decimal } from 'decimal.js'
import { sql } from 'kysely'
import { atLeast, compileToSql, evaluate, expressionOf, leastOf, parseExpression, pathsOf, resultOf, scaleOf, type AnyRow, type Definitions, type Expression, type Field, type ObjectDef } from '../../model/index.ts'
import { callerValues } from '../access/grants.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { contextFor, scopeFor } from './context.ts'
import { fragment } from './fragments.ts'

interface Computed {
  readonly name: string
  readonly field: Field
  readonly expression: Expression
}

/**
 * Values of the formulas of a record that is about to be written, in the order of their dependencies.
 * Roll-ups keep the value they have; `computeRollups` renews them once the child rows are in place.
 */
export async function computeFormulas(tx: Tx, object: ObjectDef, record: AnyRow): Promise<Record<string, unknown>> {
  const formulas = inOrder(computedFields(tx, object, 'formula'))
  if (formulas.length === 0) return {}
  const context = await contextFor(tx, object, record, formulas.map((one) => one.expression))
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const values: Record<string, unknown> = {}
  for (const { name, field, expression } of formulas) {
    const value = rounded(field, evaluate(expression, context, { scope, now: tx.now, zone: tx.workspace.zone }))
    values[name] = value
    context[name] = value
  }
  return values
}

/** What a record of earlier times holds in fields that its source does not know: `imported_as`, where the draft is empty. */
export async function computeImported(tx: Tx, object: ObjectDef, draft: AnyRow): Promise<Record<string, unknown>> {
  const empty = Object.entries(object.fields).filter(([name, field]) => field.imported_as !== undefined && (draft[name] ?? null) === null)
  if (empty.length === 0) return {}
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const wanted = empty.map(([name, field]) => ({ name, field, expression: parseExpression(field.imported_as!, scope) }))
  const context = await contextFor(tx, object, draft, wanted.map((one) => one.expression))
  return Object.fromEntries(wanted.map(({ name, field, expression }) => [name, rounded(field, evaluate(expression, context, { scope, now: tx.now, zone: tx.workspace.zone }))]))
}

/** Current values of a record's roll-ups, by one statement over its collections. */
export async function computeRollups(tx: Tx, object: ObjectDef, id: string): Promise<Record<string, unknown>> {
  const rollups = computedFields(tx, object, 'rollup')
  if (rollups.length === 0) return {}
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const parts = rollups.map(({ name, expression }) => sql`${fragment(compileToSql(expression, { scope, base: 't', parameters: callerValues(tx.actor), now: tx.now, zone: tx.workspace.zone, as: 'value' }))} as ${sql.id(name)}`)
  const { rows } = await sql<Record<string, unknown>>`select ${sql.join(parts)} from ${table(tx.workspace, object.name)} t where t.id = ${id}`.execute(tx.db)
  return Object.fromEntries(rollups.map(({ name, field }) => [name, rounded(field, rows[0]?.[name] ?? null)]))
}

interface Parent {
  readonly object: string
  readonly by: string
}
type Knowing = Pick<Tx, 'definitions' | 'workspace'>

/** Objects and fields whose roll-ups look at rows of `child`. */
export function rollupParents(tx: Knowing, child: string): readonly Parent[] {
  const known = parents.get(tx.definitions) ?? new Map<string, readonly Parent[]>()
  parents.set(tx.definitions, known)
  const found = known.get(child) ?? findParents(tx, child)
  known.set(child, found)
  return found
}
const parents = new WeakMap<Definitions, Map<string, readonly Parent[]>>()

const findParents = (tx: Knowing, child: string): readonly Parent[] =>
  Object.entries(tx.definitions.inverses).flatMap(([object, collections]) =>
    Object.entries(collections)
      .filter(([collection, inverse]) => inverse.object === child && usesCollection(tx, object, collection))
      .map(([, inverse]) => ({ object, by: inverse.by })))

const usesCollection = (tx: Knowing, object: string, collection: string) =>
  computedFields(tx, tx.definitions.objects[object]!, 'rollup').some(({ expression }) => pathsOf(expression).some(([head]) => head === collection))

function computedFields(tx: Knowing, object: ObjectDef, type: 'formula' | 'rollup'): readonly Computed[] {
  const known = cache.get(object)?.[type]
  if (known) return known
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const made = Object.entries(object.fields).filter(([, field]) => field.type === type)
    .map(([name, field]) => ({ name, field, expression: parseExpression(expressionOf(field), scope) }))
  cache.set(object, { ...cache.get(object), [type]: made })
  return made
}
const cache = new WeakMap<ObjectDef, { formula?: readonly Computed[]; rollup?: readonly Computed[] }>()

/** A formula after the formulas that it uses; a circle is left in the order written. */
function inOrder(formulas: readonly Computed[]): readonly Computed[] {
  const done = new Set<string>()
  const ordered: Computed[] = []
  const visit = (one: Computed, path: readonly string[]) => {
    if (done.has(one.name) || path.includes(one.name)) return
    for (const [head] of pathsOf(one.expression)) {
      const needed = formulas.find((other) => other.name === head)
      if (needed) visit(needed, [...path, one.name])
    }
    done.add(one.name)
    ordered.push(one)
  }
  for (const one of formulas) visit(one, [])
  return ordered
}

/** Rounded half up, once, here. */
export function rounded(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null
  const scale = scaleOf(field)
  if (scale === undefined || !['number', 'money', 'percent'].includes(resultOf(field))) return value
  if (typeof value === 'boolean' || typeof value === 'object') return null
  const exact = new Decimal(value as string)
  const cut = exact.toDecimalPlaces(scale, Decimal.ROUND_HALF_UP)
  return atLeast(cut.toFixed(), leastOf(field) ?? 0)
}
