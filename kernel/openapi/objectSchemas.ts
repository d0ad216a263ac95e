import {
  belongingFields,
  kindOf,
  linesOf,
  pipelinesOf,
  type Definitions,
  type Field,
  type ObjectDef,
} from '../../model/index.ts'
import { fieldAccess, isOpen } from '../access/grants.ts'
import { storedFields } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { describedField, type JsonSchema } from './fieldSchema.ts'

type Caller = Pick<Tx, 'definitions' | 'actor'>

export interface Around {
  readonly language: 'zh' | 'en'
  /** Objects that the caller may read. */
  readonly visible: ReadonlySet<string>
}

/**
 * Names of an object's schemas: `lead`, `lead_draft`, `lead_patch`. Object names are lower case, so the fixed
 * ones are not.
 */
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/**
 * What a record is, what creating takes and what changing takes, without the fields that are hidden from the
 * caller.
 */
export function objectSchemas(
  caller: Caller,
  object: ObjectDef,
  around: Around,
): Readonly<Record<string, JsonSchema>> {
  const access = caller.actor.trusted ? null : fieldAccess(caller.definitions, object, caller.actor)
  const lines = new Set(linesOf(object).map(([name]) => name))
  const shown = Object.entries(storedFields(object, caller.definitions)).filter(
    ([name, field]) => !access?.hidden(name) && pointsInSight(caller.definitions, field, around.visible),
  )
  const writable = Object.entries(object.fields).filter(
    ([name, field]) =>
      !lines.has(name) &&
      !access?.hidden(name) &&
      !access?.readonly(name) &&
      !field.readonly &&
      !kindOf(field).computed &&
      pointsInSight(caller.definitions, field, around.visible),
  )
  const system = [
    ...Object.entries(belongingFields),
    ...(pipelinesOf(caller.definitions, object.name).length > 0 ? [['pipeline', { type: 'text' }]] : []),
  ] as unknown as readonly (readonly [string, Field])[]
  const given = [...writable, ...system.filter(([name]) => !object.fields[name])]
  const title = around.language === 'en' ? (object.label.en ?? object.name) : object.label.zh
  const rows = Object.fromEntries(
    linesOf(object)
      .filter(([, field]) => around.visible.has(field.of))
      .map(([name, field]) => [name, { type: 'array', maxItems: 2000, items: ref(`${field.of}_line`) }]),
  )
  const properties = (fields: readonly (readonly [string, Field])[], output: boolean) =>
    Object.fromEntries(
      fields.map(([name, field]) => [
        name,
        describedField(name, field, around.language, {
          nullable: !['id', 'version', 'created_at', 'updated_at'].includes(name),
          output,
        }),
      ]),
    )
  const required = writable
    .filter(([, field]) => field.required && field.default === undefined)
    .map(([name]) => name)
  const draft = {
    type: 'object',
    additionalProperties: false,
    properties: { ...properties(given, false), ...rows },
  }
  return {
    [object.name]: {
      title,
      type: 'object',
      properties: properties(shown, true),
      required: shown.map(([name]) => name),
    },
    [`${object.name}_draft`]: { title, ...draft, ...(required.length > 0 ? { required } : {}) },
    [`${object.name}_patch`]: { title, ...draft },
    // A row of a document: its parent is the document, and with an id it is changed, without one added.
    ...('inherit' in object.access
      ? { [`${object.name}_line`]: lineSchema(draft, object.access.inherit as string) }
      : {}),
  }
}

function lineSchema(
  draft: { readonly properties: Readonly<Record<string, unknown>> },
  parent: string,
): JsonSchema {
  const { [parent]: _, ...properties } = draft.properties
  return { ...draft, properties: { id: { type: 'string', format: 'uuid' }, ...properties } }
}

const pointsInSight = (definitions: Definitions, field: Field, visible: ReadonlySet<string>) => {
  const target = kindOf(field).target?.(field)
  return !target || isOpen(definitions.objects[target]) || visible.has(target)
}
