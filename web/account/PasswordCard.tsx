import { Alert, Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useHouse } from '../ground/session.ts'
import { useWords } from '../words/words.ts'

/** A new password, with the old one and, where it is in force, the second factor. Whether it will do is said as soon as it is typed. */
export function PasswordCard() {
  const t = useWords()
  const say = useSay()
  const { session } = useHouse()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [code, setCode] = useState('')
  const [good, setGood] = useState(false)
  const [error, setError] = useState<unknown>()
  const weigh = async () => {
    if (!fresh) return
    await call('POST', '/session/password/check', { body: { new: fresh } }).then(() => {
      setGood(true)
      setError(undefined)
    }, setError)
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setError(undefined)
    try {
      await call('POST', '/session/password', { body: { old, new: fresh, ...(code ? { code } : {}) } })
      for (const empty of [setOld, setFresh, setCode]) empty('')
      setGood(false)
      say.done(t('me.password_changed'))
    } catch (failed) {
      setError(failed)
    }
  }
  const type = (text: string) => {
    setFresh(text)
    setGood(false)
  }
  return (
    <form className="card record-form" onSubmit={(event) => void save(event)}>
      <h2>{t('me.password')}</h2>
      <p className="quiet">{t('me.password_hint')}</p>
      <ProblemNote error={error} />
      {good && <Alert type="success" showIcon role="status" title={t('me.password_good')} />}
      <div className="field-row">
        <label htmlFor="old">{t('me.old_password')}</label>
        <Input.Password
          id="old"
          autoComplete="current-password"
          value={old}
          onChange={(event) => setOld(event.target.value)}
        />
      </div>
      <div className="field-row">
        <label htmlFor="fresh">{t('me.new_password')}</label>
        <Input.Password
          id="fresh"
          autoComplete="new-password"
          value={fresh}
          onChange={(event) => type(event.target.value)}
          onBlur={() => void weigh()}
        />
      </div>
      {session.user.second_factor && (
        <div className="field-row">
          <label htmlFor="password-code">{t('sign_in.code')}</label>
          <Input
            id="password-code"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </div>
      )}
      <div>
        <Button htmlType="submit" type="primary" disabled={!old || !fresh}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}
