import type { Label } from '../../model/refuse.ts'
import { sayRows } from '../../model/sayRow.ts'
import { useLabel } from '../words/words.ts'
import type { ShowProps } from './screen.ts'

/** Codes and figures in the words of the reader; in a list cell all in one line. */
export function SentencesShow({ value, field, compact }: Pick<ShowProps, 'value' | 'field' | 'compact'>) {
  const label = useLabel()
  const lines = sayRows(value, field.sentences as Readonly<Record<string, Label>>).map((one) => label(one))
  if (lines.length === 0) return <span className="quiet">—</span>
  if (compact || lines.length === 1) return <span>{lines.join(' · ')}</span>
  return (
    <ul className="plain-list">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
