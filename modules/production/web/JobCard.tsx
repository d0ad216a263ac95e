import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useState } from 'react'
import { RecordLink } from '../../../web/fields/reference.tsx'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { recordQuery, type Titles } from '../../../web/ground/records.ts'
import { useHouse } from '../../../web/ground/session.ts'
import { showMoment } from '../../../web/ground/when.ts'
import { cardQuery, type JobCard as Row } from './cards.ts'
import { FinishSheet } from './FinishSheet.tsx'
import './job.css'
import { foldPresses, piecesLeft, type Press } from './press.ts'
import { ReportSheet } from './ReportSheet.tsx'
import { usePresses } from './usePresses.ts'
import { type Word, useWords } from './words.ts'

/** One operation on a phone, for a thumb in a glove. Opening it starts nothing. */
export default function JobCard() {
  const t = useWords()
  const { code } = useParams({ strict: false }) as { code: string }
  const { data, error } = useQuery(cardQuery(code))
  const { presses, stuck, press, refusal, forgive, retry } = usePresses()
  const row = data?.items.find((one) => one.code === code) ?? data?.items[0]
  return (
    <div
      className="job"
      data-object="job_card"
      data-id={row?.id}
      data-state={row && foldPresses(row, presses).state}
      data-waiting={presses.length}
    >
      {stuck > 0 && (
        <div className="job-stuck" role="status" data-testid="stuck">
          <span>{t('job.waiting_send', { n: stuck })}</span>
          <button type="button" onClick={retry}>
            {t('job.retry')}
          </button>
        </div>
      )}
      {refusal !== undefined && (
        <ProblemNote
          error={refusal}
          action={
            <button type="button" className="plain-link" onClick={forgive}>
              {t('common.ok')}
            </button>
          }
        />
      )}
      {row ? (
        <Sheet key={row.id} card={foldPresses(row, presses)} titles={data?.titles} press={press} />
      ) : error ? (
        <ProblemNote error={error} />
      ) : data ? (
        <div className="empty" data-testid="unknown-card">
          <h1>{t('job.unknown')}</h1>
          <p>{t('job.unknown_hint')}</p>
        </div>
      ) : (
        <div className="alone" aria-busy="true">
          <Spin />
        </div>
      )}
      <Link to={'/job' as '/'} className="job-plain job-next" data-testid="another">
        {t('job.another')}
      </Link>
    </div>
  )
}

interface SheetProps {
  readonly card: Row
  readonly titles: Titles | undefined
  readonly press: (card: string, verb: Press['verb'], input?: Press['input']) => void
}

function Sheet({ card, titles, press }: SheetProps) {
  const t = useWords()
  const [sheet, setSheet] = useState<'report' | 'finish'>()
  const left = piecesLeft(card)
  return (
    <>
      <Head card={card} titles={titles} />
      {!sheet && (
        <dl className="job-counts">
          {(['due', 'good', 'scrap', 'left'] as const).map((name) => (
            <div key={name} data-count={name}>
              <dt>{t(`job.${name}`)}</dt>
              <dd>{{ due: card.quantity, good: card.good, scrap: card.scrap, left }[name]}</dd>
            </div>
          ))}
        </dl>
      )}
      {sheet === 'report' && (
        <ReportSheet
          card={card}
          onCancel={() => setSheet(undefined)}
          onSend={(input) => {
            press(card.id, 'report', input)
            setSheet(undefined)
          }}
        />
      )}
      {sheet === 'finish' && (
        <FinishSheet
          card={card}
          onCancel={() => setSheet(undefined)}
          onFinish={(short_reason) => {
            press(card.id, 'finish', { short_reason })
            setSheet(undefined)
          }}
        />
      )}
      {!sheet && <Verbs card={card} press={press} onSheet={setSheet} />}
      {!sheet && <About card={card} titles={titles} />}
    </>
  )
}

function Head({ card, titles }: Pick<SheetProps, 'card' | 'titles'>) {
  const t = useWords()
  const { zone, session } = useHouse()
  const somebody =
    typeof card.worker === 'string' && card.worker !== session.user.id && card.state === 'running'
      ? titles?.[card.worker]
      : undefined
  return (
    <header className="job-head">
      <span className={`job-state ${card.state}`} data-testid="state">
        {t(`job.state_${card.state}` as Word)}
      </span>
      <h1 data-testid="operation">{String(card.operation)}</h1>
      <p className="job-item">{titles?.[String(card.item)] ?? String(card.title ?? '')}</p>
      <p className="quiet">
        {[card.work_centre, card.number].filter(Boolean).join(' · ')}
        {card.started_at && ` · ${t('job.since', { at: showMoment(card.started_at, zone).slice(11) })}`}
        {somebody && ` · ${t('job.worker_other', { name: somebody })}`}
      </p>
    </header>
  )
}

interface VerbsProps extends Pick<SheetProps, 'card' | 'press'> {
  readonly onSheet: (sheet: 'report' | 'finish') => void
}

function Verbs({ card, press, onSheet }: VerbsProps) {
  const t = useWords()
  const left = piecesLeft(card)
  const finish = () => (left === '0' ? press(card.id, 'finish') : onSheet('finish'))
  return (
    <div className="job-verbs">
      {card.state === 'waiting' && (
        <button type="button" className="job-main" data-verb="start" onClick={() => press(card.id, 'start')}>
          {t('job.start')}
        </button>
      )}
      {card.state === 'paused' && (
        <button type="button" className="job-main" data-verb="start" onClick={() => press(card.id, 'start')}>
          {t('job.resume')}
        </button>
      )}
      {card.state === 'running' && (
        <button type="button" className="job-main" data-verb="report" onClick={() => onSheet('report')}>
          {t('job.report')}
        </button>
      )}
      {['running', 'paused'].includes(card.state) && (
        <div className="job-pair">
          {card.state === 'running' && (
            <button
              type="button"
              className="job-plain"
              data-verb="pause"
              onClick={() => press(card.id, 'pause')}
            >
              {t('job.pause')}
            </button>
          )}
          <button
            type="button"
            className={left === '0' ? 'job-main' : 'job-plain'}
            data-verb="finish"
            onClick={finish}
          >
            {t('job.finish')}
          </button>
        </div>
      )}
      {card.state === 'done' && <p className="job-done">{t('job.done_hint')}</p>}
    </div>
  )
}

/**
 * What the worker may want to look up: the order of work, its drawing, what the customer insists on. Fetched
 * when opened.
 */
function About({ card, titles }: { readonly card: Row; readonly titles: Titles | undefined }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  const { data } = useQuery({ ...recordQuery('work_order', String(card.work_order)), enabled: open })
  return (
    <details className="job-about" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('job.work_order')} {titles?.[String(card.work_order)] ?? ''}
      </summary>
      {data && (
        <>
          <p>
            <RecordLink object="work_order" id={data.id} title={titles?.[data.id] ?? data._title} />
            {typeof data.spec === 'string' && data.spec && ` · ${data.spec}`}
          </p>
          {typeof data.drawing === 'string' && (
            <p>
              {t('job.drawing')}
              {t('common.colon')}
              <RecordLink object="drawing" id={data.drawing} title={data._titles?.[data.drawing]} />
            </p>
          )}
          {typeof data.requirements === 'string' && data.requirements && (
            <>
              <b>{t('job.requirements')}</b>
              <p className="lines-kept">{data.requirements}</p>
            </>
          )}
        </>
      )}
    </details>
  )
}
