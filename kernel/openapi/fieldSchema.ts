import { z } from 'zod'
import { kindOf, type Field } from '../../model/index.ts'
import { schemaOf } from '../records/parse.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * The JSON Schema of a field's value as it is sent, from the very schema that judges it; a reading that
 * transforms says itself what it takes.
 */
export function fieldSchema(field: Field): JsonSchema {
  const known = cache.get(field)
  if (known) return known
  const { $schema: _, ...schema } = z.toJSONSchema(schemaOf(field), {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      // Patterns of dates and ids repeat what the format says, at ten times the length.
      if (jsonSchema.format) delete jsonSchema.pattern
      const override = (zodSchema as unknown as z.ZodType).meta()?.override as object | undefined
      if (!override) return
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema]
      Object.assign(jsonSchema, override)
    },
  }) as Record<string, unknown>
  cache.set(field, schema)
  return schema
}
const cache = new WeakMap<Field, JsonSchema>()

/** The same with its label, and what only this field knows of itself. */
export function describedField(
  name: string,
  field: Field,
  language: 'zh' | 'en',
  { nullable, output }: { readonly nullable: boolean; readonly output: boolean },
): JsonSchema {
  const say = (label: Field['label']) => (language === 'en' ? (label?.en ?? label?.zh) : label?.zh)
  const target = kindOf(field).target?.(field)
  const help = [
    say(field.help),
    target ? (language === 'en' ? `id of a ${target}` : `${target} 的标识`) : undefined,
  ]
    .filter(Boolean)
    .join('. ')
  const value = name === 'version' ? { type: 'integer' } : fieldSchema(field)
  const told = {
    title: say(field.label) ?? name,
    ...(help ? { description: help } : {}),
    ...(output && (kindOf(field).computed || field.readonly) ? { readOnly: true } : {}),
    ...(!output && field.default !== undefined ? { default: field.default } : {}),
  }
  return nullable ? { ...told, anyOf: [value, { type: 'null' }] } : { ...told, ...value }
}
