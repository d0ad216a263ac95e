import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { Stage } from '../../model/pipeline.ts'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import { asProblem, type Missing } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { forget, runAction, type FullRecord } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { FieldRow } from './FieldRow.tsx'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly record: FullRecord
  readonly stage: Stage
  readonly missing: readonly Missing[]
  readonly onClose: () => void
}

/** What a stage asks for, and the way into it. A lost record says why it was lost. */
export function StagePanel({ object, fields, record, stage, missing, onClose }: Props) {
  const t = useWords()
  const label = useLabel()
  const client = useQueryClient()
  const say = useSay()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [more, setMore] = useState<Readonly<Record<string, unknown>>>({})
  const name = label(stage.label, stage.name)
  const asked = stage.ends === 'lost' ? ['lost_reason', 'lost_note'].filter((one) => fields[one]) : []
  const fault = error ? asProblem(error) : undefined
  const wanting = fault?.missing.length
    ? fault.missing
    : missing.filter(({ code }) => asked.length === 0 || !code.startsWith('lost'))

  async function move() {
    setBusy(true)
    setError(undefined)
    try {
      await runAction(object.name, record.id, 'move_stage', { to: stage.name, ...more }, crypto.randomUUID())
      forget(client, object.name, record.id)
      say.done(t('stage.moved', { stage: name }))
      onClose()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stage-panel" data-testid="stage-panel">
      {wanting.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={t('stage.missing', { stage: name, n: wanting.length })}
          description={
            <ul className="missing">
              {wanting.map(({ code, detail }) => (
                <li key={code} data-missing={code}>
                  {detail}
                </li>
              ))}
            </ul>
          }
        />
      ) : fault ? (
        <ProblemNote error={error} />
      ) : (
        <p className="ready">{t(asked.length > 0 ? 'stage.say_why' : 'stage.all_met', { stage: name })}</p>
      )}
      {asked.map((one) => (
        <FieldRow
          key={one}
          name={one}
          field={{ ...fields[one]!, readonly: false }}
          value={more[one] ?? null}
          titles={record._titles}
          error={fault?.field === one ? fault.message : undefined}
          onChange={(value) => setMore({ ...more, [one]: value })}
        />
      ))}
      <div className="row">
        <Button
          type={wanting.length > 0 ? 'default' : 'primary'}
          loading={busy}
          data-action="move_stage"
          onClick={() => void move()}
        >
          {t(wanting.length > 0 ? 'stage.try_again' : 'stage.enter', { stage: name })}
        </Button>
        <Button type="text" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  )
}
