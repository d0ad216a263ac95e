import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { sessionQuery, useHouse } from '../ground/session.ts'
import { fromNow, showMoment } from '../ground/when.ts'
import { useLanguage, useWords } from '../words/words.ts'
import { AddPasskey } from './AddPasskey.tsx'
import { passkeysQuery, type Passkey } from './passkeys.ts'
import { useProof } from './useProof.tsx'

/** A person's passkeys: added, looked through, removed. */
export function PasskeysCard() {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const { data, error: unread } = useQuery(passkeysQuery)
  const [error, setError] = useState<unknown>()
  const { attempt, dialog } = useProof(setError)
  const remove = (one: Passkey) =>
    say.ask({
      title: t('passkey.remove_ask', { name: one.name }),
      more: <p>{t('passkey.remove_more')}</p>,
      ok: t('passkey.remove'),
      danger: true,
      onOk: () =>
        attempt(async () => {
          await call('DELETE', `/session/passkeys/${one.id}`, { body: {} })
          say.done(t('passkey.removed', { name: one.name }))
          await client.invalidateQueries({ queryKey: passkeysQuery.queryKey })
          await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
        }),
    })
  return (
    <section className="card record-form" data-testid="passkeys">
      <h2>{t('passkey.title')}</h2>
      <p className="quiet">{t('passkey.hint')}</p>
      <ProblemNote error={unread ?? error} />
      {data && data.length > 0 && (
        <ul>
          {data.map((one) => (
            <Line key={one.id} one={one} onRemove={() => remove(one)} />
          ))}
        </ul>
      )}
      <AddPasskey />
      {dialog}
    </section>
  )
}

function Line({ one, onRemove }: { readonly one: Passkey; readonly onRemove: () => void }) {
  const t = useWords()
  const language = useLanguage()
  const { zone } = useHouse()
  return (
    <li className="todo" data-passkey={one.id}>
      <span>
        {one.name} <span className="quiet">{one.place}</span>
        <br />
        <span className="quiet">
          {t('passkey.line', {
            since: showMoment(one.created_at, zone).slice(0, 10),
            used: one.used_at ? fromNow(one.used_at, language) : t('access.never'),
          })}
        </span>
      </span>
      <Button danger onClick={onRemove} aria-label={t('passkey.remove_of', { name: one.name })}>
        {t('passkey.remove')}
      </Button>
    </li>
  )
}
