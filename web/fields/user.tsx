import { pointer } from './reference.tsx'
import type { FieldScreen, ShowProps } from './screen.ts'

/** A colleague: by name, with the first character as a face. */
function Show({ value, titles }: ShowProps) {
  const name = titles?.[String(value)]
  if (!name) return <span className="quiet">—</span>
  return (
    <span className="person">
      <span className="face" aria-hidden>
        {name.slice(0, 1)}
      </span>
      {name}
    </span>
  )
}

export const user: FieldScreen = { ...pointer, Show, me: true, to: 'user' }
