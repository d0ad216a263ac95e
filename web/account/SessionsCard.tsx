import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useHouse } from '../ground/session.ts'
import { fromNow, showMoment } from '../ground/when.ts'
import { useLanguage, useWords } from '../words/words.ts'
import { deviceName, openSessionsQuery, type OpenSession } from './access.ts'

/** Where somebody is signed in, and the way to end it; for an administrator, all people. */
export function SessionsCard({ all = false }: { readonly all?: boolean }) {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const { data, error } = useQuery(openSessionsQuery(all))
  const again = () => client.invalidateQueries({ queryKey: ['sessions'] })
  const end = (one: OpenSession) =>
    say.ask({
      title: t('access.end_ask', { device: deviceName(one.agent), name: one.person_name }),
      ok: t('access.end'),
      danger: true,
      onOk: async () => {
        await call('DELETE', `/sessions/${one.id}`, { query: { all: all || undefined } })
        await again()
      },
    })
  const endOthers = () =>
    say.ask({
      title: t('access.end_others_ask'),
      ok: t('access.end_others'),
      danger: true,
      onOk: async () => {
        await call('DELETE', '/sessions')
        await again()
      },
    })
  return (
    <section className="card" data-testid="sessions">
      <div className="row spread">
        <h2>{t(all ? 'access.all_sessions' : 'access.sessions')}</h2>
        {!all && (data?.length ?? 0) > 1 && <Button onClick={endOthers}>{t('access.end_others')}</Button>}
      </div>
      <p className="quiet">{t('access.sessions_hint')}</p>
      <ProblemNote error={error} />
      <ul>
        {data?.map((one) => (
          <Line key={one.id} one={one} all={all} onEnd={() => end(one)} />
        ))}
      </ul>
    </section>
  )
}

function Line({
  one,
  all,
  onEnd,
}: {
  readonly one: OpenSession
  readonly all: boolean
  readonly onEnd: () => void
}) {
  const t = useWords()
  const language = useLanguage()
  const { zone } = useHouse()
  return (
    <li className="todo" data-session={one.id}>
      <span>
        {all && <strong>{one.person_name} </strong>}
        {deviceName(one.agent)}{' '}
        {one.current && <span className="tag tag-done">{t('access.this_device')}</span>}
        <br />
        <span className="quiet">
          {t('access.session_line', {
            address: one.address ?? '—',
            since: showMoment(one.created_at, zone),
            seen: fromNow(one.last_seen_at, language),
          })}
        </span>
      </span>
      {!one.current && (
        <Button
          danger
          onClick={onEnd}
          aria-label={t('access.end_of', { device: deviceName(one.agent), name: one.person_name })}
        >
          {t('access.end')}
        </Button>
      )}
    </li>
  )
}
