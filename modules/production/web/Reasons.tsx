import { useState } from 'react'
import { type Word, useWords } from './words.ts'

interface Props {
  readonly title: string
  readonly usual: readonly Word[]
  readonly value: string
  readonly onChange: (value: string) => void
  readonly max?: number
}

/** The usual reasons as big buttons, and a line for any other. */
export function Reasons({ title, usual, value, onChange, max = 300 }: Props) {
  const t = useWords()
  const [other, setOther] = useState(false)
  return (
    <fieldset className="reasons">
      <legend>{title}</legend>
      {usual.map((word) => (
        <button
          type="button"
          key={word}
          data-reason={word}
          aria-pressed={!other && value === t(word)}
          onClick={() => {
            setOther(false)
            onChange(t(word))
          }}
        >
          {t(word)}
        </button>
      ))}
      <button
        type="button"
        data-reason="other"
        aria-pressed={other}
        onClick={() => {
          setOther(true)
          onChange('')
        }}
      >
        {t('job.other_reason')}
      </button>
      {other && (
        <input
          className="reason-text"
          aria-label={t('job.other_reason')}
          data-input="reason"
          maxLength={max}
          value={value}
          autoFocus
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </fieldset>
  )
}
