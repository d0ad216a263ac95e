import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { sessionQuery, useHouse } from '../ground/session.ts'
import { useWords } from '../words/words.ts'
import { SetUpFactor } from './SetUpFactor.tsx'
import { useProof } from './useProof.tsx'

/** The second factor: set up, replaced, taken away. */
export function SecondFactorCard() {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const { session } = useHouse()
  const [error, setError] = useState<unknown>()
  const { attempt, dialog } = useProof(setError)
  const remove = () =>
    say.ask({
      title: t('me.totp_remove_ask'),
      ok: t('me.totp_remove'),
      danger: true,
      onOk: () =>
        attempt(async () => {
          await call('DELETE', '/session/totp', { body: {} })
          say.done(t('me.totp_off'))
          await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
        }),
    })
  const inForce = session.user.totp === true
  const away = (
    <Button danger onClick={remove}>
      {t('me.totp_remove')}
    </Button>
  )
  return (
    <section className="card record-form" data-testid="second-factor">
      <div className="row spread">
        <h2>{t('me.totp')}</h2>
        <span className={inForce ? 'tag tag-done' : 'tag tag-lost'}>
          {t(inForce ? 'me.totp_in_force' : 'me.totp_none')}
        </span>
      </div>
      <p className="quiet">{t('me.totp_hint')}</p>
      <ProblemNote error={error} />
      <SetUpFactor start={t(inForce ? 'me.totp_renew' : 'me.totp_start')} beside={inForce && away} />
      {dialog}
    </section>
  )
}
