import { z } from 'zod'
import type { Field, FieldKind, FieldOptions, Valued } from '../field.ts'
import type { Label } from '../refuse.ts'

export type Choices = Readonly<Record<string, Label>>

/**
 * One of a list. Choices are given by API name with their labels.
 * @example choice({ website: { zh: '官网', en: 'Website' }, exhibition: { zh: '展会', en: 'Exhibition' } }, {
 * required: true })
 */
export const choice = <const C extends Choices, const O extends FieldOptions = {}>(
  choices: C,
  options?: O,
): { readonly type: string; readonly choices: C } & O & Valued<Extract<keyof C, string>> =>
  ({ type: 'choice', choices, ...options }) as unknown as { readonly type: string; readonly choices: C } & O &
    Valued<Extract<keyof C, string>>

export const choiceKind: FieldKind = {
  name: 'choice',
  label: { zh: '单选', en: 'Choice' },
  column: () => 'text',
  feel: 'string',
  index: 'btree',
  schema: (field) => z.enum(choicesOf(field)),
  fromText: (cell, field) => choiceFromText(cell, field),
}

export const choicesOf = (field: Field) => Object.keys((field as { choices?: Choices }).choices ?? {})

/** A sheet may say the label in either language; it means the API name. */
export function choiceFromText(cell: string, field: Field): string {
  const wanted = cell.trim().toLowerCase()
  const found = Object.entries((field as { choices?: Choices }).choices ?? {}).find(([name, label]) =>
    [name, label.zh, label.en].some((text) => text?.toLowerCase() === wanted),
  )
  return found?.[0] ?? cell
}
