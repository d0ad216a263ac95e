import { isEmpty, type ShowProps } from '../fields/screen.ts'
import { screenOf } from '../fields/kinds.ts'
import { sentencesInstead } from './sentences.ts'

/**
 * A field's value as its kind shows it; a dash where there is none. A text that the record keeps as codes,
 * too, is read in the words of the reader.
 */
export function Value(given: ShowProps) {
  const props = { ...given, ...sentencesInstead(given.field, given.value, given.record) }
  if (isEmpty(props.value))
    return (
      <span className="quiet" aria-hidden>
        —
      </span>
    )
  const { Show } = screenOf(props.field)
  return <Show {...props} />
}
