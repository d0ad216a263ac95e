import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useHouse } from '../ground/session.ts'
import { useWords } from '../words/words.ts'
import { NewPassword } from './NewPassword.tsx'
import { withPasskey } from './passkeys.ts'

/**
 * A new password, with the old one and, where it is in force, the second factor. Whether it will do is said
 * as soon as it is typed.
 */
export function PasswordCard() {
  const t = useWords()
  const say = useSay()
  const { session } = useHouse()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [code, setCode] = useState('')
  const [error, setError] = useState<unknown>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setError(undefined)
    try {
      await withPasskey((shown) =>
        call('POST', '/session/password', {
          body: { old, new: fresh, ...(code ? { code } : {}), ...shown },
        }),
      )
      for (const empty of [setOld, setFresh, setCode]) empty('')
      say.done(t('me.password_changed'))
    } catch (failed) {
      setError(failed)
    }
  }
  return (
    <form className="card record-form" onSubmit={(event) => void save(event)}>
      <h2>{t('me.password')}</h2>
      <p className="quiet">{t('me.password_hint')}</p>
      <ProblemNote error={error} />
      <div className="field-row">
        <label htmlFor="old">{t('me.old_password')}</label>
        <Input.Password
          id="old"
          autoComplete="current-password"
          value={old}
          onChange={(event) => setOld(event.target.value)}
        />
      </div>
      <NewPassword value={fresh} onChange={setFresh} onWeighed={setError} />
      {session.user.totp && (
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
