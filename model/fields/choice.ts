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
  gathers: true,
  schema: (field) => z.enum(choicesOf(field)),
  fromText: (cell, field) => choiceFromText(cell, field),
  fault: choicesFault,
}

/** What may be chosen from is there and has words. */
export function choicesFault(field: Field): Required<Label> | undefined {
  const choices = Object.entries((field as { choices?: Choices }).choices ?? {})
  if (choices.length === 0) return { zh: '至少要有一个选项', en: 'it needs at least one choice' }
  const mute = choices.find(([, label]) => typeof label?.zh !== 'string' || label.zh.trim() === '')
  return mute && { zh: `选项“${mute[0]}”没有文字`, en: `the choice "${mute[0]}" has no words` }
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
