import { canonicalDecimal, feelTypeOf, type AnyRow, type Field, type ObjectDef } from '../../model/index.ts'
import type { NewEvent } from '../events/emit.ts'

type Input = Readonly<Record<string, unknown>>

export type Changes = Readonly<Record<string, readonly [unknown, unknown]>>

const unrecorded = new Set(['id', 'version', 'created_at', 'updated_at', 'created_by', 'stage_since'])

/** Field by field, what was and what is. */
export function changesBetween(object: ObjectDef, before: Input, after: Input): Changes {
  const changes: Record<string, readonly [unknown, unknown]> = {}
  for (const name of Object.keys(after)) {
    const [was, is] = [before[name] ?? null, after[name] ?? null]
    if (!unrecorded.has(name) && !same(object.fields[name], was, is)) changes[name] = [was, is]
  }
  return changes
}

/** `12.5` given where `12.50` is stored is no change, nor is another order of keys. */
const same = (field: Field | undefined, a: unknown, b: unknown) =>
  a === b || (typeof a === typeof b && settled(field, a) === settled(field, b))

const settled = (field: Field | undefined, value: unknown): unknown =>
  field && typeof value === 'string' && feelTypeOf(field) === 'number'
    ? canonicalDecimal(value)
    : typeof value === 'object'
      ? JSON.stringify(value, byName)
      : value

const byName = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** What happened, for the outbox: the change, and the move to another stage by itself. */
export function eventsOf(object: ObjectDef, before: AnyRow, after: AnyRow, changes: Changes): NewEvent[] {
  const at = { object: object.name, record: after.id }
  const updated = { ...at, name: `${object.name}.updated`, payload: { changes } }
  return after.stage === before.stage
    ? [updated]
    : [
        updated,
        {
          ...at,
          name: `${object.name}.stage_changed`,
          payload: { from: before.stage, to: after.stage, pipeline: after.pipeline },
        },
      ]
}
