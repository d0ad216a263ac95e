import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useState } from 'react'
import { call } from '../../../web/ground/api.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { speak, useLanguage } from '../../../web/words/words.ts'
import './repair.css'
import { RepairForm } from './RepairForm.tsx'
import { useWords } from './words.ts'

interface Unit {
  readonly name: string
  readonly serial: string | null
  readonly customer: string
  readonly warranty: 'in_warranty' | 'expired'
}

/** What the code on a machine opens, for anyone who stands before it. */
export default function Repair() {
  const t = useWords()
  const language = useLanguage()
  const { token } = useParams({ strict: false }) as { token: string }
  const [ticket, setTicket] = useState<string>()
  const { data, error } = useQuery({
    queryKey: ['public', 'repair', token],
    queryFn: () => call<Unit>('GET', `/public/repair/${encodeURIComponent(token)}`),
    staleTime: Infinity,
  })
  return (
    <div className="repair" data-testid="repair">
      <header className="row spread">
        <h1>{t('repair.title')}</h1>
        <button
          type="button"
          className="plain-link"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => void speak(language === 'zh' ? 'en' : 'zh')}
        >
          {t('repair.language')}
        </button>
      </header>
      <ProblemNote error={error} />
      {!data && !error && (
        <div aria-busy="true">
          <Spin />
        </div>
      )}
      {data && (
        <section className="card repair-unit" data-testid="unit">
          <h2>{data.name}</h2>
          {data.serial && <p className="mono">{t('repair.serial', { serial: data.serial })}</p>}
          <p>{data.customer}</p>
          <p>
            <span
              className={data.warranty === 'in_warranty' ? 'tag tag-done' : 'tag tag-soon repair-wrap'}
              data-warranty={data.warranty}
            >
              {t(`repair.${data.warranty}`)}
            </span>
          </p>
        </section>
      )}
      {data &&
        (ticket ? (
          <section className="card repair-thanks" role="status" data-testid="thanks">
            <h2>{t('repair.thanks')}</h2>
            <p>{t('repair.number')}</p>
            <p className="repair-number" data-testid="ticket">
              {ticket}
            </p>
            <p>{t('repair.thanks_hint')}</p>
            <button type="button" className="plain-link" onClick={() => setTicket(undefined)}>
              {t('repair.another')}
            </button>
          </section>
        ) : (
          <RepairForm token={token} onSent={setTicket} />
        ))}
    </div>
  )
}
