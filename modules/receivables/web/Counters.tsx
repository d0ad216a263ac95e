import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { reportQuery } from '../../../web/figures/report.ts'
import { useHouse } from '../../../web/ground/session.ts'
import { Money } from './Money.tsx'
import { useWords } from './words.ts'

/** How much waits, over all accounts; the figures open their rows. */
export function Counters() {
  const t = useWords()
  const { screens, currency } = useHouse()
  const { data } = useQuery({
    ...reportQuery('bank_lines_waiting', 'bank_line'),
    enabled: Boolean(screens.reports.bank_lines_waiting),
  })
  if (!data) return null
  const link = (figure: string, content: ReactNode) => (
    <Link
      to="/o/$object"
      params={{ object: 'bank_line' }}
      search={{ where: data.where } as never}
      data-counter={figure}
    >
      {content}
    </Link>
  )
  return (
    <div className="figures bank-counters">
      <div className="figure-box">
        {t('bank.waiting_lines')}
        <b>{link('lines', data.count)}</b>
      </div>
      <div className="figure-box">
        {t('bank.waiting_amount')}
        <b>{link('amount', <Money amount={String(data.totals.amount ?? '0')} currency={currency} />)}</b>
      </div>
    </div>
  )
}
