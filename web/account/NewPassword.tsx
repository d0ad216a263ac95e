import { Alert, Input } from 'antd'
import { useState } from 'react'
import { call } from '../ground/api.ts'
import { useWords } from '../words/words.ts'

interface Props {
  readonly value: string
  readonly onChange: (text: string) => void
  /** What the server says against it, as soon as it is typed; undefined where it will do. */
  readonly onWeighed: (error: unknown) => void
}

/** A new password as it is typed; whether it will do is said at once, by the rules of the company. */
export function NewPassword({ value, onChange, onWeighed }: Props) {
  const t = useWords()
  const [good, setGood] = useState('')
  const weigh = async () => {
    if (!value) return
    try {
      await call('POST', '/session/password/check', { body: { new: value } })
      setGood(value)
      onWeighed(undefined)
    } catch (error) {
      onWeighed(error)
    }
  }
  return (
    <div className="field-row">
      <label htmlFor="fresh">{t('me.new_password')}</label>
      <Input.Password
        id="fresh"
        autoComplete="new-password"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => void weigh()}
      />
      {value !== '' && value === good && (
        <Alert type="success" showIcon role="status" title={t('me.password_good')} />
      )}
    </div>
  )
}
