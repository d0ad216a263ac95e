import { useHouse } from '../ground/session.ts'
import { fromNow, showMoment } from '../ground/when.ts'
import { useLanguage } from '../words/words.ts'
import { urgency } from './tasks.ts'

/** When something is due, in colour once it presses. */
export function Due({ at }: { readonly at: string | null }) {
  const language = useLanguage()
  const { zone } = useHouse()
  if (!at) return null
  const pressing = urgency(at)
  return (
    <span className={pressing ? `tag tag-${pressing}` : 'quiet nowrap'} title={showMoment(at, zone)}>
      {fromNow(at, language)}
    </span>
  )
}
