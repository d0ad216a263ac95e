import { CheckOutlined } from '@ant-design/icons'
import { useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Stage } from '../../model/pipeline.ts'
import { pipelineOf, type AnyField, type ScreenObject } from '../ground/definitions.ts'
import type { FullRecord } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { StagePanel } from './StagePanel.tsx'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly record: FullRecord
}

/** Where the record stands on its way, and in one click what the next stage still asks for. */
export function StageBar({ object, fields, record }: Props) {
  const t = useWords()
  const label = useLabel()
  const bar = useRef<HTMLOListElement>(null)
  const asked = useSearch({
    strict: false,
    select: (search) => (search as { readonly stage?: unknown }).stage,
  })
  // Whoever comes from a refused move sees at once what that stage asks for.
  const [target, setTarget] = useState<string | undefined>(typeof asked === 'string' ? asked : undefined)
  const pipeline = pipelineOf(useScreens(), object.name, record.pipeline)
  useEffect(() => {
    const current = bar.current?.querySelector<HTMLElement>('[aria-current]')
    if (current && bar.current) bar.current.scrollLeft = current.offsetLeft - bar.current.clientWidth / 3
  }, [])
  if (!pipeline || !record.stage) return null
  const at = pipeline.stages.findIndex((stage) => stage.name === record.stage)
  const movable = (pipeline.moved_by ?? 'move') === 'move' && record._may?.update !== false
  const next = new Map((record._gate?.next ?? []).map((one) => [one.stage, one.missing]))
  const forward = pipeline.stages.find(
    (stage, index) => index > at && next.has(stage.name) && stage.ends !== 'lost',
  )
  const missing = forward ? (next.get(forward.name)?.length ?? 0) : 0
  return (
    <section className="stages card" aria-label={t('stage.title')}>
      <ol ref={bar} className="stage-bar" tabIndex={0}>
        {pipeline.stages.map((stage, index) => (
          <li key={stage.name} className={stageClass(stage, index, at)}>
            <button
              type="button"
              data-stage={stage.name}
              aria-current={index === at ? 'step' : undefined}
              disabled={!movable || !next.has(stage.name)}
              aria-expanded={next.has(stage.name) ? target === stage.name : undefined}
              onClick={() => setTarget(target === stage.name ? undefined : stage.name)}
            >
              {index < at && stage.ends !== 'lost' && <CheckOutlined aria-hidden />}
              {label(stage.label, stage.name)}
            </button>
          </li>
        ))}
      </ol>
      {movable && forward && !target && (
        <div className="row stage-next">
          {missing > 0 ? (
            <Button onClick={() => setTarget(forward.name)} data-testid="missing" danger>
              {t('stage.missing', { stage: label(forward.label, forward.name), n: missing })}
            </Button>
          ) : (
            <Button type="primary" ghost onClick={() => setTarget(forward.name)} data-testid="next-stage">
              {t('stage.ready', { stage: label(forward.label, forward.name) })}
            </Button>
          )}
        </div>
      )}
      {target && pipeline.stages.some((stage) => stage.name === target) && (
        <StagePanel
          object={object}
          fields={fields}
          record={record}
          stage={pipeline.stages.find((stage) => stage.name === target)!}
          missing={next.get(target) ?? []}
          onClose={() => setTarget(undefined)}
        />
      )}
    </section>
  )
}

function stageClass(stage: Stage, index: number, at: number): string {
  if (index === at) return `stage current ${stage.ends ?? ''}`
  return index < at && stage.ends !== 'lost' ? 'stage past' : `stage ${stage.ends === 'lost' ? 'aside' : ''}`
}
