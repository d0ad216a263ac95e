import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useHouse } from '../ground/session.ts'
import { fromNow, showMoment } from '../ground/when.ts'
import { useLabel, useLanguage, useWords } from '../words/words.ts'
import { keysQuery, stateOf, type ApiKey } from './access.ts'
import { NewKey } from './NewKey.tsx'

/**
 * Keys by which programs act in somebody's name: what each may, until when, when it was last used; for an
 * administrator, all people's.
 */
export function KeysCard({ all = false }: { readonly all?: boolean }) {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const { data, error } = useQuery(keysQuery(all))
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<string>()
  const again = () => client.invalidateQueries({ queryKey: ['keys'] })
  const revoke = (key: ApiKey) =>
    say.ask({
      title: t('access.revoke_ask', { name: key.name }),
      more: <p>{t('access.revoke_more')}</p>,
      ok: t('access.revoke'),
      danger: true,
      onOk: async () => {
        await call('DELETE', `/keys/${key.id}`, { query: { all: all || undefined } })
        await again()
      },
    })
  return (
    <section className="card" data-testid="keys">
      <div className="row spread">
        <h2>{t(all ? 'access.all_keys' : 'access.keys')}</h2>
        {!all && !making && (
          <Button
            onClick={() => {
              setMade(undefined)
              setMaking(true)
            }}
            data-testid="new-key"
          >
            {t('access.new_key')}
          </Button>
        )}
      </div>
      <p className="quiet">{t('access.keys_hint')}</p>
      <ProblemNote error={error} />
      {made && (
        <Alert
          type="success"
          role="status"
          title={t('access.made')}
          description={
            <code className="mono" data-testid="made-key" style={{ overflowWrap: 'anywhere' }}>
              {made}
            </code>
          }
        />
      )}
      {making && (
        <NewKey
          onClose={() => setMaking(false)}
          onMade={(key) => {
            setMaking(false)
            setMade(key)
            void again()
          }}
        />
      )}
      {data?.length === 0 && !making && <p className="quiet">{t('access.no_keys')}</p>}
      <ul>
        {data?.map((key) => (
          <Line key={key.id} one={key} all={all} onRevoke={() => revoke(key)} />
        ))}
      </ul>
    </section>
  )
}

function Line({
  one,
  all,
  onRevoke,
}: {
  readonly one: ApiKey
  readonly all: boolean
  readonly onRevoke: () => void
}) {
  const t = useWords()
  const label = useLabel()
  const language = useLanguage()
  const { zone, screens } = useHouse()
  const state = stateOf(one)
  const objects =
    one.objects?.map((name) => label(screens.objects[name]?.label, name)).join(t('common.comma')) ??
    t('access.all_objects')
  return (
    <li className="todo" data-key={one.id}>
      <span>
        {all && <strong>{one.person_name} </strong>}
        {one.name} <span className="mono quiet">{one.hint}…</span>{' '}
        {state !== 'live' && <span className="tag tag-lost">{t(`access.${state}`)}</span>}
        <br />
        <span className="chips">
          {one.verbs.map((verb) => (
            <span className="chip" key={verb}>
              {t(`access.verb_${verb}`)}
            </span>
          ))}
          <span className="chip">{objects}</span>
        </span>
        <br />
        <span className="quiet">
          {t('access.key_line', {
            ends: one.ends_at ? showMoment(one.ends_at, zone).slice(0, 10) : '—',
            used: one.used_at ? fromNow(one.used_at, language) : t('access.never'),
          })}
        </span>
      </span>
      {state === 'live' && (
        <Button danger onClick={onRevoke} aria-label={t('access.revoke_of', { name: one.name })}>
          {t('access.revoke')}
        </Button>
      )}
    </li>
  )
}
