import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { Qr } from '../fields/Qr.tsx'
import { useSay } from '../ground/say.tsx'
import { sessionQuery } from '../ground/session.ts'
import { useWords } from '../words/words.ts'
import { useProof } from './useProof.tsx'

interface Props {
  readonly start: string
  /** What else can be done while nothing is proposed. */
  readonly beside?: ReactNode
}

/** An authenticator is read in by its code, and counts once it showed a right one. */
export function SetUpFactor({ start, beside }: Props) {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const [offer, setOffer] = useState<{ secret: string; url: string }>()
  const [code, setCode] = useState('')
  const [error, setError] = useState<unknown>()
  const { attempt, dialog } = useProof(setError)
  const propose = () => attempt(async () => setOffer(await call('POST', '/session/totp', { body: {} })))
  const confirm = () =>
    attempt(async () => {
      await call('POST', '/session/totp/confirm', { body: { code } })
      setOffer(undefined)
      setCode('')
      say.done(t('me.totp_on'))
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    })
  return (
    <div data-testid="set-up-factor">
      <ProblemNote error={error} />
      {!offer ? (
        <div className="row">
          <Button onClick={() => void propose()}>{start}</Button>
          {beside}
        </div>
      ) : (
        <>
          <p>{t('me.totp_scan')}</p>
          <div className="factor-code">
            <Qr text={offer.url} title={t('me.totp_scan')} />
          </div>
          <p className="mono" style={{ overflowWrap: 'anywhere' }} data-testid="factor-secret">
            {offer.secret}
          </p>
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
    </div>
  )
}
