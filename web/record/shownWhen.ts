import { holds, parseExpression, type FeelType, type Scope } from '../../model/expression/index.ts'
import type { AnyField } from '../ground/definitions.ts'

interface Question {
  readonly condition: string
  readonly fields: Readonly<Record<string, AnyField>>
  readonly values: Readonly<Record<string, unknown>>
  readonly kinds: Readonly<Record<string, { readonly feel: string }>>
  readonly zone: string
}

const results: Readonly<Record<string, FeelType>> = {
  number: 'number',
  money: 'number',
  percent: 'number',
  text: 'string',
  date: 'date',
  datetime: 'datetime',
  bool: 'boolean',
}

/**
 * Does `shown_when` hold for what is typed so far? What cannot be decided here (names the form does not know)
 * shows.
 */
export function isShown({ condition, fields, values, kinds, zone }: Question): boolean {
  const typeOf = (field: AnyField): FeelType =>
    results[String(field.result)] ?? ((kinds[field.type]?.feel ?? 'any') as FeelType)
  const scope: Scope = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { is: 'value', type: typeOf(field) }]),
  )
  const context = Object.fromEntries(Object.keys(fields).map((name) => [name, values[name] ?? null]))
  try {
    return holds(parseExpression(condition, scope), context, { zone, scope })
  } catch {
    return true
  }
}
