import { Decimal } from 'decimal.js'
import { sql } from 'kysely'
import {
  atLeast,
  compileToSql,
  currencyPlaces,
  evaluate,
  expressionOf,
  isFigure,
  kindOf,
  leastOf,
  makeBudget,
  parseExpression,
  pathsOf,
  refuse,
  resultOf,
  scaleOf,
  type AnyRow,
  type Expression,
  type Field,
  type ObjectDef,
} from '../../model/index.ts'
import { callerValues } from '../access/rows.ts'
import { scopeFor } from '../definitions/scopeFor.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { contextFor } from './context.ts'
import { fragment } from './fragments.ts'
import { labelOf } from './parse.ts'

interface Computed {
  readonly name: string
  readonly field: Field
  readonly expression: Expression
}

/**
 * Values of the formulas of a record that is about to be written, in the order of their dependencies.
 * Roll-ups keep the value they have; `computeRollups` renews them once the child rows are in place.
 * @param read referenced records that were read before, where many are computed that point at the same
 */
export async function computeFormulas(
  tx: Tx,
  object: ObjectDef,
  record: AnyRow,
  read?: Map<string, AnyRow>,
): Promise<Record<string, unknown>> {
  const formulas = inOrder(computedFields(tx, object, 'record'))
  if (formulas.length === 0) return {}
  const context = await contextFor(
    tx,
    object,
    record,
    formulas.map((one) => one.expression),
    read,
  )
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const options = { scope, now: tx.now, zone: tx.workspace.zone, budget: makeBudget() }
  const values: Record<string, unknown> = {}
  for (const { name, field, expression } of formulas) {
    const value = fitting(
      name,
      field,
      rounded(field, evaluate(expression, context, options), record.currency),
    )
    values[name] = value
    context[name] = value
  }
  return values
}

/**
 * What a record of earlier times holds in fields that its source does not know: `imported_as`, where the
 * draft is empty.
 */
export async function computeImported(
  tx: Tx,
  object: ObjectDef,
  draft: AnyRow,
): Promise<Record<string, unknown>> {
  const empty = Object.entries(object.fields).filter(
    ([name, field]) => field.imported_as !== undefined && (draft[name] ?? null) === null,
  )
  if (empty.length === 0) return {}
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const wanted = empty.map(([name, field]) => ({
    name,
    field,
    expression: parseExpression(field.imported_as!, scope),
  }))
  const context = await contextFor(
    tx,
    object,
    draft,
    wanted.map((one) => one.expression),
  )
  const options = { scope, now: tx.now, zone: tx.workspace.zone, budget: makeBudget() }
  return Object.fromEntries(
    wanted.map(({ name, field, expression }) => [
      name,
      rounded(field, evaluate(expression, context, options)),
    ]),
  )
}

/** Current values of the roll-ups of records, by their ids and by one statement over their collections. */
export async function computeRollups(
  tx: Tx,
  object: ObjectDef,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const rollups = computedFields(tx, object, 'rows')
  if (rollups.length === 0 || ids.length === 0) return new Map()
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const parts = rollups.map(
    ({ name, expression }) =>
      sql`${fragment(compileToSql(expression, { scope, base: 't', parameters: callerValues(tx.actor), now: tx.now, zone: tx.workspace.zone, as: 'value' }))} as ${sql.id(name)}`,
  )
  const { rows } = await sql<
    Record<string, unknown>
  >`select t.id as _id, ${sql.join(parts)} from ${table(tx.workspace, object.name)} t where t.id = any(${ids}::uuid[])`.execute(
    tx.db,
  )
  return new Map(
    rows.map((row) => [
      row._id as string,
      Object.fromEntries(
        rollups.map(({ name, field }) => [name, fitting(name, field, rounded(field, row[name] ?? null))]),
      ),
    ]),
  )
}

type Knowing = Pick<Tx, 'definitions' | 'workspace'>

/** The formulas or the roll-ups of an object, parsed. */
export function computedFields(tx: Knowing, object: ObjectDef, from: 'record' | 'rows'): readonly Computed[] {
  const known = cache.get(object)?.[from]
  if (known) return known
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const made = Object.entries(object.fields)
    .filter(([, field]) => kindOf(field).reckonedFrom === from)
    .map(([name, field]) => ({ name, field, expression: parseExpression(expressionOf(field), scope) }))
  cache.set(object, { ...cache.get(object), [from]: made })
  return made
}
const cache = new WeakMap<ObjectDef, { record?: readonly Computed[]; rows?: readonly Computed[] }>()

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

/** Money is kept with 22 digits before the point: what comes to more was typed wrong somewhere. */
function fitting(name: string, field: Field, value: unknown): unknown {
  if (resultOf(field) !== 'money' || typeof value !== 'string' || new Decimal(value).abs().lt('1e22'))
    return value
  const { zh, en } = labelOf(name, field)
  throw refuse(
    'value_too_large',
    {
      zh: `“${zh}”算出的金额过大，无法保存：请检查数量和单价`,
      en: `"${en}" comes to more money than can be kept: check quantities and prices`,
    },
    { field: name },
  )
}

/**
 * Rounded half up, once, here; an amount to the places of its currency, where that is known and has fewer.
 */
export function rounded(field: Field, value: unknown, currency?: unknown): unknown {
  if (value === null || value === undefined) return null
  const scale = scaleOf(field)
  if (scale === undefined || !isFigure(field)) return value
  if (typeof value === 'boolean' || typeof value === 'object') return null
  const exact = new Decimal(value as string)
  // A unit price says its own places; an amount has those of its currency.
  const own = (field as { readonly scale?: unknown }).scale !== undefined
  const places =
    resultOf(field) === 'money' && !own && typeof currency === 'string'
      ? Math.min(scale, currencyPlaces(currency))
      : scale
  const cut = exact.toDecimalPlaces(places, Decimal.ROUND_HALF_UP)
  return atLeast(cut.toFixed(), leastOf(field) ?? 0)
}
