import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { sessionQuery } from '../ground/session.ts'
import { useWords } from '../words/words.ts'
import { deviceName } from './access.ts'
import { hasPasskeys, makePasskey, passkeysQuery } from './passkeys.ts'
import { useProof } from './useProof.tsx'

/** A new passkey of this device or a key that is plugged in, by the name that its holder gives it. */
export function AddPasskey() {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const [name, setName] = useState(() => deviceName(navigator.userAgent))
  const [error, setError] = useState<unknown>()
  const { attempt, dialog } = useProof(setError)
  if (!hasPasskeys()) return <p className="quiet">{t('passkey.none_here')}</p>
  const add = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => {
      const passkey = await makePasskey(await call('POST', '/session/passkeys/propose', { body: {} }))
      await call('POST', '/session/passkeys', { body: { name, passkey } })
      say.done(t('passkey.added', { name }))
      await client.invalidateQueries({ queryKey: passkeysQuery.queryKey })
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    })
  }
  return (
    <form onSubmit={add} className="field-row">
      <ProblemNote error={error} />
      <label htmlFor="passkey-name">{t('passkey.name')}</label>
      <div className="row">
        <Input
          id="passkey-name"
          maxLength={60}
          style={{ width: 220 }}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button htmlType="submit" disabled={!name.trim()} data-testid="add-passkey">
          {t('passkey.add')}
        </Button>
      </div>
      {dialog}
    </form>
  )
}
