import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { Qr } from '../../../web/fields/Qr.tsx'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { fewQuery } from '../../../web/ground/records.ts'
import './job.css'
import { useWords } from './words.ts'

/**
 * The cards of a work order to print and hang at the machines: one code an operation, which any phone opens.
 */
export default function WorkOrderCodes() {
  const t = useWords()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(fewQuery('job_card', { where: `work_order = "${id}"`, limit: 100 }))
  const cards = [...(data?.items ?? [])].sort((a, b) => Number(a.sequence) - Number(b.sequence))
  const order = data?.titles?.[id] ?? ''
  return (
    <div className="page codes" data-testid="codes">
      <div className="row spread no-print">
        <h1>
          {t('job.codes')}{' '}
          <Link to="/o/$object/$id" params={{ object: 'work_order', id }}>
            {order}
          </Link>
        </h1>
        <Button icon={<PrinterOutlined />} disabled={cards.length === 0} onClick={() => print()}>
          {t('job.print')}
        </Button>
      </div>
      <ProblemNote error={error} />
      {data && cards.length === 0 && <p className="quiet">{t('job.no_cards')}</p>}
      <div className="code-sheet">
        {cards.map((card) => (
          <article key={card.id} className="code-card" data-code={String(card.code)}>
            <Qr
              text={`${location.origin}/job/${encodeURIComponent(String(card.code))}`}
              title={`${order} ${String(card.operation)}`}
            />
            <div>
              <h2>{String(card.operation)}</h2>
              <p>{data?.titles?.[String(card.item)]}</p>
              <p>
                {t('job.sequence', { n: Number(card.sequence) / 10 })} ·{' '}
                {[card.work_centre, `${t('job.due')} ${String(card.quantity)}`].filter(Boolean).join(' · ')}
              </p>
              <p className="mono">
                {order}
                <br />
                <Link to={`/job/${encodeURIComponent(String(card.code))}` as '/'}>{String(card.number)}</Link>
              </p>
            </div>
          </article>
        ))}
      </div>
    </div>
  )
}
