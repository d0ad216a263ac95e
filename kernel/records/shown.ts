import {
  feelTypeOf,
  holds,
  kindOf,
  parseExpression,
  refuse,
  type AnyRow,
  type Field,
  type ObjectDef,
  type Refusal,
  type Scope,
} from '../../model/index.ts'
import { scopeFor } from '../definitions/scopeFor.ts'
import type { Tx } from '../workspace/transact.ts'
import { contextFor } from './context.ts'
import { refuseFaults } from './faults.ts'
import { labelOf } from './parse.ts'

type Values = Readonly<Record<string, unknown>>
type Fields = readonly (readonly [string, Field])[]

/** Nothing, no text, no file: what `required` asks for is not there. */
export const isMissing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)

/** `field_required`, with the label of the field. */
export const missingField = (name: string, field: Field) =>
  refuse(
    'field_required',
    { zh: `请填写“${labelOf(name, field).zh}”`, en: `"${labelOf(name, field).en}" is required` },
    { field: name },
  )

/**
 * Required fields of the record that are empty, among those named; a field shown under a condition is asked
 * for later (`requireShown`).
 * @example emptyFields(lead, { company: null }, ['company'])
 */
export const emptyFields = (
  object: ObjectDef,
  record: Values,
  among = Object.keys(object.fields),
): readonly Refusal[] =>
  Object.entries(object.fields)
    .filter(
      ([name, field]) =>
        field.required &&
        !field.shown_when &&
        isMissing(record[name]) &&
        kindOf(field).column &&
        among.includes(name),
    )
    .map(([name, field]) => missingField(name, field))

/**
 * A field that a form shows only under a condition is required only while the condition holds. It is asked
 * for when it is written, and when a change makes it show that did not show before; what is hidden keeps its
 * value, since hiding asks for nothing.
 * @throws field_required
 */
export async function requireShown(
  tx: Tx,
  object: ObjectDef,
  {
    before,
    after,
    given,
  }: { readonly before: AnyRow | null; readonly after: AnyRow; readonly given: Values },
): Promise<void> {
  const open = Object.entries(object.fields).filter(
    ([name, field]) => field.required && field.shown_when && isMissing(after[name]),
  )
  if (open.length === 0) return
  const now = await shownFields(tx, object, open, after)
  const then = before && (await shownFields(tx, object, open, before))
  const asked = open.filter(
    ([name]) => now.has(name) && (!then || Object.hasOwn(given, name) || !then.has(name)),
  )
  refuseFaults(asked.map(([name, field]) => missingField(name, field)))
}

async function shownFields(
  tx: Tx,
  object: ObjectDef,
  fields: Fields,
  record: AnyRow,
): Promise<ReadonlySet<string>> {
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const conditions = fields.map(([name, field]) => ({
    name,
    expression: parseExpression(field.shown_when!, scope),
  }))
  const context = await contextFor(
    tx,
    object,
    record,
    conditions.map((one) => one.expression),
  )
  return new Set(
    conditions
      .filter(({ expression }) => holds(expression, context, { scope, now: tx.now, zone: tx.workspace.zone }))
      .map(({ name }) => name),
  )
}

/**
 * The same for the input of an action, whose conditions see the input alone; what they cannot decide shows,
 * as in the form.
 */
export function isAsked(
  field: Field,
  fields: Readonly<Record<string, Field>>,
  values: Values,
  { now, zone }: { readonly now: Date; readonly zone: string },
): boolean {
  if (!field.shown_when) return true
  const scope: Scope = Object.fromEntries(
    Object.entries(fields).map(([name, one]) => [name, { is: 'value', type: feelTypeOf(one) }]),
  )
  const context = Object.fromEntries(Object.keys(fields).map((name) => [name, values[name] ?? null]))
  try {
    return holds(parseExpression(field.shown_when, scope), context, { scope, now, zone })
  } catch {
    return true
  }
}
