import { isEmpty, type ShowProps } from '../fields/screen.ts'
import { screenOf } from '../fields/kinds.ts'

/** A field's value as its kind shows it; a dash where there is none. */
export function Value(props: ShowProps) {
  if (isEmpty(props.value)) return <span className="quiet" aria-hidden>—</span>
  const { Show } = screenOf(props.field)
  return <Show {...props} />
}
