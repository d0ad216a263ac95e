import type { Label } from '../../model/refuse.ts'
import type { Screens } from '../ground/definitions.ts'

export type AnswerLink = { readonly object: string; readonly id: string } | { readonly file: string }

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)

/** What an action has to say in words to who ran it: `{ note: { zh, en } }`. */
export function noteOf(answer: unknown): Label | undefined {
  const note = (answer as { note?: unknown } | null)?.note
  return note && typeof note === 'object' && 'zh' in note ? (note as Label) : undefined
}

/**
 * Records that an action answers by the name of their object, and files: `{ customer: <id>, opportunity: { id
 * } }`. What is named in `closed` the caller may not open. An answer that is a whole record leads to it where
 * it says of what kind it is: `{ _object: 'quote', id, version }`.
 * @param self the record itself, to which no link is needed
 */
export function linksOf(
  answer: unknown,
  screens: Pick<Screens, 'objects'>,
  self: string | null,
): readonly AnswerLink[] {
  if (!answer || typeof answer !== 'object') return []
  if ('version' in answer) {
    const { _object: object, id } = answer as { _object?: unknown; id?: unknown }
    return typeof object === 'string' && screens.objects[object] && isId(id) && id !== self
      ? [{ object, id }]
      : []
  }
  const { closed } = answer as { closed?: readonly string[] }
  return Object.entries(answer).flatMap(([key, value]): AnswerLink[] => {
    if (Array.isArray(closed) && closed.includes(key)) return []
    const object = key.replace(/_id$/, '')
    const id = isId(value)
      ? value
      : isId((value as { id?: unknown } | null)?.id)
        ? (value as { id: string }).id
        : undefined
    if (!id || id === self) return []
    if (object === 'file' || object === 'pdf') return [{ file: id }]
    return screens.objects[object] ? [{ object, id }] : []
  })
}
