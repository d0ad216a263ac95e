import { useQuery } from '@tanstack/react-query'
import { FigureLink } from '../../../web/figures/FigureLink.tsx'
import { reportQuery, type ReportRow } from '../../../web/figures/report.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { useWords } from './words.ts'

/** 活动龙虎榜: who did how much this month. */
export function BoardPanel() {
  const t = useWords()
  const { data, error } = useQuery(reportQuery('activity_board', 'activity'))
  const rows = data?.rows ?? []
  const most = Math.max(1, ...rows.map((row) => row.count))
  const name = (row: ReportRow) => data?.titles?.[String(row.values.owner)] ?? t('cockpit.nobody')
  const minutes = (row: ReportRow) => String(row.values.minutes ?? '0').replace(/\.0+$/, '')
  return (
    <section className="card cockpit-card" aria-label={t('cockpit.board')} data-panel="board">
      <h2>{t('cockpit.board')}</h2>
      <ProblemNote error={error} />
      {data && rows.length === 0 && <p className="quiet cockpit-empty">{t('cockpit.no_activity')}</p>}
      {data && (
        <ol className="cockpit-board">
          {rows.map((row, at) => (
            <li key={String(row.values.owner)} data-owner={String(row.values.owner)}>
              <span className={at < 3 ? 'rank top-three' : 'rank'}>{at + 1}</span>
              <span className="board-name">{name(row)}</span>
              <FigureLink object={data.object} where={row.where} figure="activities">
                <b>{row.count}</b>
              </FigureLink>
              <small>{t('cockpit.minutes_n', { n: minutes(row) })}</small>
              <span className="board-bar" aria-hidden>
                <i style={{ width: `${(row.count / most) * 100}%` }} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
