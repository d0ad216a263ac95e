import { FullscreenExitOutlined, FullscreenOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect } from 'react'
import { reportQuery } from '../../../web/figures/report.ts'
import { NotFound } from '../../../web/ground/NotFound.tsx'
import { useHouse } from '../../../web/ground/session.ts'
import { showMoment } from '../../../web/ground/when.ts'
import { BoardPanel } from './BoardPanel.tsx'
import './cockpit.css'
import { FunnelPanel } from './FunnelPanel.tsx'
import { MonthPanel } from './MonthPanel.tsx'
import { useWall } from './useWall.ts'
import { useWords } from './words.ts'

/** On a wall the month turns without anybody changing a record. */
const freshMs = 60_000

/**
 * The business on one page: what is coming, where the month stands, who is busy. It follows what happens by
 * itself.
 */
export default function Cockpit() {
  const t = useWords()
  const client = useQueryClient()
  const { screens, zone, session } = useHouse()
  const { wall, toggle } = useWall()
  const { dataUpdatedAt } = useQuery({
    ...reportQuery('won_in_month', 'opportunity'),
    enabled: Boolean(screens.objects.opportunity),
  })
  useEffect(() => {
    const timer = setInterval(
      () => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[2] === 'report' }),
      freshMs,
    )
    return () => clearInterval(timer)
  }, [client])
  if (!screens.objects.opportunity) return <NotFound />
  return (
    <div className={wall ? 'page cockpit wall' : 'page cockpit'} data-testid="cockpit">
      <header className="row spread">
        <h1>{wall ? `${session.company.name} · ${t('cockpit.title')}` : t('cockpit.title')}</h1>
        <span className="row">
          {dataUpdatedAt > 0 && (
            <span className="quiet" data-testid="fresh">
              {t('cockpit.fresh', { at: showMoment(new Date(dataUpdatedAt).toISOString(), zone).slice(11) })}
            </span>
          )}
          <Button
            icon={wall ? <FullscreenExitOutlined /> : <FullscreenOutlined />}
            onClick={toggle}
            data-testid="wall"
          >
            {t(wall ? 'cockpit.leave_wall' : 'cockpit.wall')}
          </Button>
        </span>
      </header>
      <div className="cockpit-body">
        <FunnelPanel />
        <MonthPanel />
        {screens.objects.activity && <BoardPanel />}
      </div>
    </div>
  )
}
