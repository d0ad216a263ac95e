import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { lazyPart } from '../../../web/ground/lazyPart.tsx'
import { myCardsQuery } from './cards.ts'
import './job.css'
import { codeOf, foldPresses } from './press.ts'
import { usePresses } from './usePresses.ts'
import { type Word, useWords } from './words.ts'

const Scanner = lazyPart(() => import('./Scanner.tsx'))

/** Where a worker begins: scan, or go on with what is in hand. */
export default function JobHome() {
  const t = useWords()
  const navigate = useNavigate()
  const [scanning, setScanning] = useState(false)
  const [typed, setTyped] = useState('')
  const { data } = useQuery(myCardsQuery)
  const { presses, stuck, retry } = usePresses()
  const open = (text: string) => void navigate({ to: `/job/${encodeURIComponent(codeOf(text))}` as '/' })
  const mine =
    data?.items.map((card) => foldPresses(card, presses)).filter((card) => card.state !== 'done') ?? []
  return (
    <div className="job" data-testid="job-home">
      {stuck > 0 && (
        <div className="job-stuck" role="status" data-testid="stuck">
          <span>{t('job.waiting_send', { n: stuck })}</span>
          <button type="button" onClick={retry}>
            {t('job.retry')}
          </button>
        </div>
      )}
      <h1>{t('job.title')}</h1>
      {scanning ? (
        <Suspense fallback={<p className="quiet">{t('common.loading')}</p>}>
          <Scanner onCode={open} onClose={() => setScanning(false)} />
        </Suspense>
      ) : (
        <button
          type="button"
          className="job-main job-scan"
          data-testid="scan"
          onClick={() => setScanning(true)}
        >
          {t('job.scan')}
        </button>
      )}
      <form
        className="job-type"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim()) open(typed)
        }}
      >
        <label htmlFor="job-code">{t('job.type_code')}</label>
        <div className="job-pair">
          <input
            id="job-code"
            data-input="code"
            autoComplete="off"
            autoCapitalize="characters"
            placeholder={t('job.type_hint')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="job-plain">
            {t('job.open')}
          </button>
        </div>
      </form>
      <h2>{t('job.mine')}</h2>
      {data && mine.length === 0 && <p className="quiet">{t('job.none_mine')}</p>}
      <ul className="job-list">
        {mine.map((card) => (
          <li key={card.id}>
            <Link to={`/job/${encodeURIComponent(String(card.code))}` as '/'} data-card={card.id}>
              <b>{String(card.operation)}</b>
              <span>{data?.titles?.[String(card.item)]}</span>
              <span className={`job-state ${card.state}`}>{t(`job.state_${card.state}` as Word)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
