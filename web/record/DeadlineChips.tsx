import { ClockCircleOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import type { Deadline } from '../ground/records.ts'
import { useHouse } from '../ground/session.ts'
import { fromNow, showMoment } from '../ground/when.ts'
import { useLanguage, useWords } from '../words/words.ts'
import type { Word } from '../words/zh.ts'
import { zh } from '../words/zh.ts'

/** What must happen by when, counting down. */
export function DeadlineChips({ deadlines }: { readonly deadlines: readonly Deadline[] }) {
  const t = useWords()
  const language = useLanguage()
  const { zone } = useHouse()
  const now = useMinute()
  if (deadlines.length === 0) return null
  return (
    <ul className="row deadlines">
      {deadlines.map(({ name, key, due_at }) => {
        const left = Date.parse(due_at) - now
        const word = `deadline.${name.split('.').at(-1)}`
        return (
          <li
            key={`${name} ${key}`}
            className={`tag ${left < 0 ? 'tag-late' : left < 86_400_000 ? 'tag-soon' : ''}`}
            title={showMoment(due_at, zone)}
            data-deadline={name}
          >
            <ClockCircleOutlined /> {word in zh ? t(word as Word) : name} · {fromNow(due_at, language, now)}
          </li>
        )
      })}
    </ul>
  )
}

function useMinute(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
