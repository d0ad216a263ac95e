import { z } from 'zod'
import type { FieldKind, FieldOptions, Valued } from '../field.ts'
import { choiceFromText, choicesFault, choicesOf, type Choices } from './choice.ts'

/** Several of a list, in the order given, none twice. */
export const multiChoice = <const C extends Choices, const O extends FieldOptions = {}>(
  choices: C,
  options?: O,
) =>
  ({ type: 'multi_choice', choices, ...options }) as unknown as {
    readonly type: string
    readonly choices: C
  } & O &
    Valued<Extract<keyof C, string>[]>

export const multiChoiceKind: FieldKind = {
  name: 'multi_choice',
  label: { zh: '多选', en: 'Multiple choice' },
  column: () => 'text[]',
  feel: 'list',
  index: 'gin',
  schema: (field) =>
    z
      .array(z.enum(choicesOf(field)))
      .transform((list) => [...new Set(list)])
      .meta({ override: { type: 'array', items: { enum: choicesOf(field) } } }),
  fromText: (cell, field) =>
    cell
      .split(/[,，;；、|]/)
      .filter(Boolean)
      .map((part) => choiceFromText(part, field)),
  fault: choicesFault,
}
