import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import type { FullRecord } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useHouse } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import { useWords } from '../words/words.ts'
import { useProof } from './useProof.tsx'

interface HowTheySignIn {
  readonly login: string | null
  readonly password: 'own' | 'once' | 'none'
  readonly once_until: string | null
  readonly second_factor: boolean
  readonly passkeys: number
}

interface Given {
  readonly login: string
  /** Where people sign in, if the company said so. */
  readonly address: string | null
  readonly password: string
  readonly ends_at: string
}

interface Whose {
  readonly person: string
  readonly name: string
}

type Attempt = ReturnType<typeof useProof>['attempt']

/** On the page of a person, for administrators: how they sign in, and the way back in for who cannot. */
export default function PersonSignIn({ record }: { readonly record: FullRecord }) {
  const { session, screens } = useHouse()
  if (!screens.admin || session.user.id === record.id) return null
  return record.active === false ? null : <Card person={record.id} name={String(record.name)} />
}

const keyOf = (person: string) => ['person-sign-in', person]

function Card({ person, name }: Whose) {
  const t = useWords()
  const { zone } = useHouse()
  const [error, setError] = useState<unknown>()
  const { attempt, dialog } = useProof(setError)
  const { data, error: unread } = useQuery({
    queryKey: keyOf(person),
    queryFn: () => call<HowTheySignIn>('GET', `/people/${person}/sign_in`),
  })
  const give = useGiveOnce({ person, name }, attempt)
  const takeFactor = useTakeFactor({ person, name }, attempt)
  return (
    <section className="card record-form" data-testid="person-sign-in">
      <h2>{t('person.title')}</h2>
      <ProblemNote error={unread ?? error} />
      {data && (
        <p className="chips">
          <span className="chip">
            {t(`person.password_${data.password}`, {
              until: data.once_until ? showMoment(data.once_until, zone) : '',
            })}
          </span>
          <span className="chip">{t(data.second_factor ? 'person.factor_on' : 'person.factor_off')}</span>
          {data.passkeys > 0 && (
            <span className="chip">{t('person.passkeys', { count: data.passkeys })}</span>
          )}
        </p>
      )}
      <div className="row">
        <Button onClick={() => give(data?.password !== 'none')} disabled={!data} data-testid="give-once">
          {t('person.once_give')}
        </Button>
        {data?.second_factor && (
          <Button danger onClick={takeFactor}>
            {t('person.factor_take')}
          </Button>
        )}
      </div>
      {dialog}
    </section>
  )
}

/** Gives a one-time password, after a question where something ends by it, and shows it this once. */
function useGiveOnce({ person, name }: Whose, attempt: Attempt): (ends: boolean) => void {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const { zone } = useHouse()
  // In a dialog, which outlives a phone that is turned.
  const show = ({ ends_at, ...given }: Given) => {
    const text = t('person.once_text', {
      ...given,
      address: given.address ?? location.origin,
      until: showMoment(ends_at, zone),
    })
    say.ask({
      title: t('person.once_for', { name }),
      more: <Handed text={text} />,
      ok: t('common.close'),
      only: true,
    })
  }
  const give = () =>
    attempt(async () => {
      show(await call<Given>('POST', `/people/${person}/password`, { body: {} }))
      await client.invalidateQueries({ queryKey: keyOf(person) })
    })
  return (ends) =>
    ends
      ? say.ask({
          title: t('person.once_ask', { name }),
          more: <p>{t('person.once_more')}</p>,
          ok: t('person.once_give'),
          // Not waited for: what it shows takes the place of this question.
          onOk: () => void give(),
        })
      : void give()
}

function useTakeFactor({ person, name }: Whose, attempt: Attempt): () => void {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  return () =>
    say.ask({
      title: t('person.factor_ask', { name }),
      more: <p>{t('person.factor_more')}</p>,
      ok: t('person.factor_take'),
      danger: true,
      onOk: () =>
        attempt(async () => {
          await call('DELETE', `/people/${person}/second_factor`, { body: {} })
          await client.invalidateQueries({ queryKey: keyOf(person) })
          say.done(t('person.factor_taken'))
        }),
    })
}

/** What is handed over, as one text to send on. */
function Handed({ text }: { readonly text: string }) {
  const t = useWords()
  const say = useSay()
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    say.done(t('person.copied'))
  }
  return (
    <div className="record-form">
      <p>{t('person.once_shown')}</p>
      <Input.TextArea
        aria-label={t('person.once_give')}
        readOnly
        autoSize
        value={text}
        data-testid="once-text"
      />
      {'clipboard' in navigator && (
        <div>
          <Button onClick={() => void copy()}>{t('person.copy')}</Button>
        </div>
      )}
    </div>
  )
}
