import { useRef, useState } from 'react'
import { NumberPad } from './NumberPad.tsx'
import { piecesLeft, type Card } from './press.ts'
import { Reasons } from './Reasons.tsx'
import { useWords } from './words.ts'

type Figure = 'good' | 'scrap' | 'minutes'

interface FiguresProps {
  readonly at: Figure
  readonly figures: Readonly<Record<Figure, string>>
  readonly onPick: (figure: Figure) => void
}

interface Props {
  readonly card: Card
  readonly onSend: (input: Readonly<Record<string, string>>) => void
  readonly onCancel: () => void
}

const some = (text: string) => Number(text) > 0
const plain = (text: string) => text.replace(/\.$/, '')

/** Good, scrap and time by number pad; scrap asks why. */
export function ReportSheet({ card, onSend, onCancel }: Props) {
  const t = useWords()
  const [at, setAt] = useState<Figure>('good')
  const [figures, setFigures] = useState<Readonly<Record<Figure, string>>>({
    good: '',
    scrap: '',
    minutes: '',
  })
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<string>()
  const reasons = useRef<HTMLDivElement>(null)
  const left = piecesLeft(card)

  function send() {
    if (!some(figures.good) && !some(figures.scrap)) return setFault(t('job.say_number'))
    if (some(figures.scrap) && !reason.trim()) {
      reasons.current?.scrollIntoView({ block: 'center' })
      return setFault(t('job.say_scrap'))
    }
    onSend({
      good: plain(figures.good) || '0',
      scrap: plain(figures.scrap) || '0',
      ...(some(figures.scrap) ? { scrap_reason: reason.trim() } : {}),
      ...(some(figures.minutes) ? { minutes: plain(figures.minutes) } : {}),
    })
  }
  return (
    <section className="job-sheet" aria-label={t('job.report')} data-testid="report">
      <Figures at={at} figures={figures} onPick={setAt} />
      {/* What comes and goes stands below the pad: keys do not move away under a thumb. */}
      <NumberPad
        value={figures[at]}
        onChange={(next) => {
          setFault(undefined)
          setFigures({ ...figures, [at]: next })
        }}
      />
      {at === 'good' && some(left) && (
        <button
          type="button"
          className="job-soft"
          data-testid="all-left"
          onClick={() => {
            setFault(undefined)
            setFigures({ ...figures, good: left })
          }}
        >
          {t('job.all_left', { n: left })}
        </button>
      )}
      {some(figures.scrap) && (
        <div ref={reasons}>
          <Reasons
            title={t('job.why_scrap')}
            usual={['job.scrap_size', 'job.scrap_surface', 'job.scrap_material', 'job.scrap_tool']}
            value={reason}
            onChange={(next) => {
              setFault(undefined)
              setReason(next)
            }}
          />
        </div>
      )}
      {fault && (
        <p className="job-fault" role="alert">
          {fault}
        </p>
      )}
      <div className="job-pair">
        <button type="button" className="job-plain" data-testid="cancel" onClick={onCancel}>
          {t('common.cancel')}
        </button>
        <button type="button" className="job-main" data-testid="send" onClick={send}>
          {t('job.send')}
        </button>
      </div>
    </section>
  )
}

function Figures({ at, figures, onPick }: FiguresProps) {
  const t = useWords()
  return (
    <div className="job-figures" role="radiogroup" aria-label={t('job.report')}>
      {(['good', 'scrap', 'minutes'] as const).map((name) => (
        <button
          type="button"
          key={name}
          role="radio"
          aria-checked={at === name}
          data-figure={name}
          onClick={() => onPick(name)}
        >
          <span>{t(`job.${name}`)}</span>
          <b>{figures[name] || '0'}</b>
        </button>
      ))}
    </div>
  )
}
