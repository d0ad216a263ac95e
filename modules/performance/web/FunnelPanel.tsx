import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FigureLink } from '../../../web/figures/FigureLink.tsx'
import { roomText } from '../../../web/figures/figureText.ts'
import { Chart } from '../../../web/figures/LazyChart.tsx'
import { reportQuery, type Report, type ReportRow } from '../../../web/figures/report.ts'
import { pipelinesFor } from '../../../web/ground/definitions.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { useHouse } from '../../../web/ground/session.ts'
import { useLabel, useLanguage } from '../../../web/words/words.ts'
import { useWords } from './words.ts'

/** Open deals by stage, along the pipeline: how many and how much. */
export function FunnelPanel() {
  const t = useWords()
  const label = useLabel()
  const navigate = useNavigate()
  const { screens } = useHouse()
  const { data, error } = useQuery(reportQuery('sales_funnel', 'opportunity'))
  const stages = pipelinesFor(screens, 'opportunity').flatMap((pipeline) => pipeline.stages)
  const place = (row: ReportRow) => {
    const at = stages.findIndex((stage) => stage.name === row.values.stage)
    return at < 0 ? stages.length : at
  }
  const name = (row: ReportRow) =>
    label(stages.find((stage) => stage.name === row.values.stage)?.label, String(row.values.stage ?? '—'))
  const rows = [...(data?.rows ?? [])].sort((a, b) => place(a) - place(b))
  const option = drawFunnel(rows.map((row) => ({ name: name(row), value: row.count })))
  const open = (picked: string) => {
    const row = rows.find((one) => name(one) === picked)
    if (row)
      void navigate({
        to: '/o/$object',
        params: { object: 'opportunity' },
        search: { where: row.where } as never,
      })
  }
  return (
    <section className="card cockpit-card" aria-label={t('cockpit.funnel')} data-panel="funnel">
      <h2>{t('cockpit.funnel')}</h2>
      <ProblemNote error={error} />
      {data && rows.length === 0 && <p className="quiet">{t('cockpit.no_deals')}</p>}
      {rows.length > 0 && data && (
        <>
          <Chart kind="funnel" option={option} label={t('cockpit.funnel')} onPick={open} />
          <StageTable data={data} rows={rows} name={name} />
        </>
      )}
    </section>
  )
}

/** Widths by count; the figures themselves stand in the table. */
const drawFunnel = (data: readonly { readonly name: string; readonly value: number }[]) => ({
  series: [
    {
      type: 'funnel',
      sort: 'none',
      gap: 3,
      left: 0,
      right: 0,
      top: 4,
      bottom: 4,
      minSize: '22%',
      label: { position: 'inside', color: '#fff', fontSize: 13, formatter: '{b}  {c}' },
      itemStyle: { borderWidth: 0 },
      color: ['#0b4a8f', '#0b5cad', '#1769ba', '#0f6f8f', '#0c7075', '#176b4f', '#2f6434'],
      data,
    },
  ],
})

interface StageTableProps {
  readonly data: Report
  readonly rows: readonly ReportRow[]
  readonly name: (row: ReportRow) => string
}

function StageTable({ data, rows, name }: StageTableProps) {
  const t = useWords()
  const language = useLanguage()
  const { currency } = useHouse()
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t('cockpit.stage')}</th>
          <th scope="col" className="right">
            {t('cockpit.deals')}
          </th>
          <th scope="col" className="right">
            {t('cockpit.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={String(row.values.stage)} data-stage={String(row.values.stage)}>
            <th scope="row">{name(row)}</th>
            <td className="right">
              <FigureLink object={data.object} where={row.where} figure="deals">
                {row.count}
              </FigureLink>
            </td>
            <td className="right">
              <FigureLink object={data.object} where={row.where} figure="amount">
                {roomText(String(row.values.amount ?? '0'), currency, language)}
              </FigureLink>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('cockpit.all_open')}</th>
          <td className="right">
            <FigureLink object={data.object} where={data.where} figure="all-deals">
              {data.count}
            </FigureLink>
          </td>
          <td className="right">
            <FigureLink object={data.object} where={data.where} figure="all-amount">
              {roomText(String(data.totals.amount ?? '0'), currency, language)}
            </FigureLink>
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
