import { useState } from 'react'
import { piecesLeft, type Card } from './press.ts'
import { Reasons } from './Reasons.tsx'
import { useWords } from './words.ts'

/** Pieces are missing: finishing short needs a reason. */
export function FinishSheet({
  card,
  onFinish,
  onCancel,
}: {
  readonly card: Card
  readonly onFinish: (reason: string) => void
  readonly onCancel: () => void
}) {
  const t = useWords()
  const [reason, setReason] = useState('')
  return (
    <section className="job-sheet" aria-label={t('job.finish')} data-testid="finish-short">
      <p className="job-ask">{t('job.finish_short', { n: piecesLeft(card) })}</p>
      <Reasons
        title={t('job.short_reason')}
        usual={['job.short_material', 'job.short_machine', 'job.short_plan']}
        value={reason}
        onChange={setReason}
      />
      <div className="job-pair">
        <button type="button" className="job-plain" data-testid="cancel" onClick={onCancel}>
          {t('job.not_yet')}
        </button>
        <button
          type="button"
          className="job-main"
          data-testid="finish-sure"
          disabled={!reason.trim()}
          onClick={() => onFinish(reason.trim())}
        >
          {t('job.finish_sure')}
        </button>
      </div>
    </section>
  )
}
