import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { sessionQuery, useHouse } from '../ground/session.ts'
import { useWords } from '../words/words.ts'
import { useProof } from './useProof.tsx'

/** The second factor: set up, replaced, taken away. */
export function SecondFactorCard() {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const { session } = useHouse()
  const [offer, setOffer] = useState<{ secret: string; url: string }>()
  const [code, setCode] = useState('')
  const [error, setError] = useState<unknown>()
  const { attempt, dialog } = useProof(setError)
  const done = (word: 'me.totp_on' | 'me.totp_off') => {
    setOffer(undefined)
    setCode('')
    say.done(t(word))
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }
  const propose = () => attempt(async () => setOffer(await call('POST', '/session/totp', { body: {} })))
  const confirm = () =>
    attempt(async () => {
      await call('POST', '/session/totp/confirm', { body: { code } })
      done('me.totp_on')
    })
  const remove = () =>
    say.ask({
      title: t('me.totp_remove_ask'),
      ok: t('me.totp_remove'),
      danger: true,
      onOk: () =>
        attempt(async () => {
          await call('DELETE', '/session/totp', { body: {} })
          done('me.totp_off')
        }),
    })
  const inForce = session.user.second_factor === true
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
      {!offer ? (
        <div className="row">
          <Button onClick={() => void propose()}>{t(inForce ? 'me.totp_renew' : 'me.totp_start')}</Button>
          {inForce && (
            <Button danger onClick={remove}>
              {t('me.totp_remove')}
            </Button>
          )}
        </div>
      ) : (
        <>
          <p className="mono">{offer.secret}</p>
          <p>
            <a href={offer.url}>{t('me.totp_open')}</a>
          </p>
          <div className="row">
            <Input
              aria-label={t('sign_in.code')}
              placeholder={t('sign_in.code')}
              inputMode="numeric"
              autoComplete="one-time-code"
              style={{ width: 180 }}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
            <Button type="primary" disabled={!code} onClick={() => void confirm()}>
              {t('common.save')}
            </Button>
          </div>
        </>
      )}
      {dialog}
    </section>
  )
}
