import { menuOf, type Screens } from '../ground/definitions.ts'
import { textOf, type Language } from '../words/words.ts'

export interface Hit {
  readonly key: string
  readonly title: string
  readonly hint: string
  readonly to: string
}

/** Lists and "new" pages whose name holds what was typed, in either language. */
export function placesFor(
  screens: Screens,
  typed: string,
  language: Language,
  create: string,
): readonly Hit[] {
  const sought = typed.trim().toLowerCase()
  if (!sought) return []
  return menuOf(screens)
    .flatMap((module) =>
      module.objects.flatMap((object) => {
        const names = [object.name, object.label.zh, object.label.en ?? ''].map((name) => name.toLowerCase())
        if (!names.some((name) => name.includes(sought))) return []
        const title = textOf(object.label, language)
        const hint = textOf(module.label, language)
        return [
          { key: `list ${object.name}`, title, hint, to: `/o/${object.name}` },
          ...(object.may.create
            ? [{ key: `new ${object.name}`, title: `${create} ${title}`, hint, to: `/o/${object.name}/new` }]
            : []),
        ]
      }),
    )
    .slice(0, 6)
}
