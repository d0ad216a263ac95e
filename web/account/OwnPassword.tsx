import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState, type FormEvent } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { sessionQuery } from '../ground/session.ts'
import { useWords } from '../words/words.ts'
import { NewPassword } from './NewPassword.tsx'

/** Whoever came in with a one-time password chooses an own one. */
export default function OwnPassword() {
  const t = useWords()
  const client = useQueryClient()
  const [fresh, setFresh] = useState('')
  const [error, setError] = useState<unknown>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setError(undefined)
    try {
      await call('POST', '/session/password/own', { body: { new: fresh } })
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    } catch (failed) {
      setError(failed)
    }
  }
  return (
    <form className="record-form" onSubmit={(event) => void save(event)} data-testid="own-password">
      <p className="quiet">{t('duty.password_hint')}</p>
      <ProblemNote error={error} />
      <NewPassword value={fresh} onChange={setFresh} onWeighed={setError} />
      <Button htmlType="submit" type="primary" size="large" block disabled={!fresh}>
        {t('duty.password_save')}
      </Button>
    </form>
  )
}
