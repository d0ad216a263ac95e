import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { FigureLink } from '../../../web/figures/FigureLink.tsx'
import { growthText, roomText, shareText } from '../../../web/figures/figureText.ts'
import { Chart } from '../../../web/figures/LazyChart.tsx'
import { reportQuery, type Report } from '../../../web/figures/report.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { useHouse } from '../../../web/ground/session.ts'
import { useLanguage } from '../../../web/words/words.ts'
import { useWords } from './words.ts'

/** What was won in the month against its target, and the same month last year beside it. */
export function MonthPanel() {
  const t = useWords()
  const language = useLanguage()
  const { screens, currency } = useHouse()
  const now = useQuery(reportQuery('won_in_month', 'opportunity'))
  const before = useQuery(reportQuery('won_in_month_last_year', 'opportunity'))
  const goal = useQuery({
    ...reportQuery('target_of_month', 'target'),
    enabled: Boolean(screens.reports.target_of_month),
  })
  const won = amountOf(now.data)
  const last = amountOf(before.data)
  const target = amountOf(goal.data)
  const attained = shareText(won, target)
  const growth = growthText(won, last)
  const money = (amount: string) => roomText(amount, currency, language)
  return (
    <section className="card cockpit-card" aria-label={t('cockpit.month')} data-panel="month">
      <h2>{t('cockpit.month')}</h2>
      <ProblemNote error={now.error ?? before.error} />
      {now.data && before.data && (
        <>
          {attained ? (
            <Chart
              kind="gauge"
              option={gaugeOption(attained, shareText(last, target))}
              label={`${t('cockpit.attainment')} ${attained}%`}
            />
          ) : (
            goal.data && (
              <p className="quiet cockpit-empty">
                {t('cockpit.no_target')}{' '}
                {screens.objects.target?.may.create && (
                  <Link to="/o/$object/new" params={{ object: 'target' }}>
                    {t('cockpit.set_target')}
                  </Link>
                )}
              </p>
            )
          )}
          {attained && (
            <p className="cockpit-share" data-figure="attainment">
              {attained}%<span>{t('cockpit.attainment')}</span>
            </p>
          )}
          <dl className="cockpit-month">
            <Figure name={t('cockpit.won')} more={t('cockpit.deals_n', { n: now.data.count })}>
              <FigureLink object="opportunity" where={now.data.where} figure="won">
                {money(won)}
              </FigureLink>
            </Figure>
            {goal.data && attained && (
              <Figure name={t('cockpit.target')}>
                <FigureLink object="target" where={goal.data.where} figure="target">
                  {money(target)}
                </FigureLink>
              </Figure>
            )}
            <Figure
              name={t('cockpit.last_year')}
              more={t('cockpit.deals_n', { n: before.data.count })}
              mark={attained !== null}
            >
              <FigureLink object="opportunity" where={before.data.where} figure="won-last-year">
                {money(last)}
              </FigureLink>
            </Figure>
            {growth && (
              <Figure name={t('cockpit.growth')}>
                <span className={growth.startsWith('-') ? 'figure down' : 'figure up'} data-figure="growth">
                  {growth}%
                </span>
              </Figure>
            )}
          </dl>
        </>
      )}
    </section>
  )
}

const amountOf = (report: Report | undefined): string => String(report?.totals.amount ?? '0')

function Figure({
  name,
  more,
  mark,
  children,
}: {
  readonly name: string
  readonly more?: string
  readonly mark?: boolean
  readonly children: ReactNode
}) {
  return (
    <div>
      <dt>
        {mark && <i className="last-mark" aria-hidden />}
        {name}
      </dt>
      <dd>
        {children}
        {more && <small>{more}</small>}
      </dd>
    </div>
  )
}

/** What lies past 100 % is darker; last year is a thin hand. Geometry only: the figures are text. */
function gaugeOption(attained: string | null, last: string | null) {
  const top = Math.max(120, Math.ceil(Math.max(Number(attained ?? 0), Number(last ?? 0)) / 20) * 20)
  const shared = {
    type: 'gauge',
    min: 0,
    max: top,
    startAngle: 200,
    endAngle: -20,
    center: ['50%', '62%'],
    radius: '96%',
    axisTick: { show: false },
    detail: { show: false },
    title: { show: false },
  }
  return {
    series: [
      {
        ...shared,
        progress: {
          show: true,
          width: 22,
          itemStyle: { color: Number(attained) >= 100 ? '#1d7a3d' : '#0b5cad' },
        },
        axisLine: {
          lineStyle: {
            width: 22,
            color: [
              [100 / top, '#dfe6ee'],
              [1, '#b9c7d6'],
            ],
          },
        },
        splitLine: { show: false },
        axisLabel: { show: false },
        pointer: { show: false },
        data: [{ value: Number(attained ?? 0) }],
      },
      ...(last === null
        ? []
        : [
            {
              ...shared,
              axisLine: { show: false },
              splitLine: { show: false },
              axisLabel: { show: false },
              pointer: {
                icon: 'rect',
                width: 4,
                length: 30,
                offsetCenter: [0, '-88%'],
                itemStyle: { color: '#c2410c' },
              },
              anchor: { show: false },
              progress: { show: false },
              data: [{ value: Number(last) }],
            },
          ]),
    ],
  }
}
