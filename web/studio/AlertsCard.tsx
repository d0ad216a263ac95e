import { useQuery } from '@tanstack/react-query'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useHouse } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import { useLabel, useWords } from '../words/words.ts'
import { watchQuery } from './watch.ts'

/** What administrators were told of, newest first. */
export function AlertsCard() {
  const t = useWords()
  const label = useLabel()
  const { zone } = useHouse()
  const { data, error } = useQuery(watchQuery)
  return (
    <section className="card">
      <h2>{t('watch.alerts')}</h2>
      <ProblemNote error={error} />
      {data?.alerts.length === 0 && <p className="quiet">{t('watch.none')}</p>}
      {data && data.alerts.length > 0 && (
        <div className="matrix" tabIndex={0} role="region" aria-label={t('watch.alerts')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('watch.at')}</th>
                <th scope="col">{t('watch.what')}</th>
                <th scope="col">{t('watch.who')}</th>
                <th scope="col" className="right">
                  {t('watch.count')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.alerts.map((alert, at) => (
                <tr key={at}>
                  <td>{showMoment(alert.at, zone)}</td>
                  <td>{label(alert.label)}</td>
                  <td>{alert.who ?? '—'}</td>
                  <td className="right">{alert.count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
