import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Spin } from 'antd'
import { useState } from 'react'
import { fieldsOf, titleOf, type ScreenObject } from '../ground/definitions.ts'
import { NotFound } from '../ground/NotFound.tsx'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { recordQuery, type FullRecord } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { useNarrow } from '../ground/useNarrow.ts'
import { useLabel, useWords } from '../words/words.ts'
import { ActionBar } from './ActionBar.tsx'
import { DeadlineChips } from './DeadlineChips.tsx'
import { Facts } from './Facts.tsx'
import { FilesPanel } from './FilesPanel.tsx'
import { Panel, panelOf } from './Panel.tsx'
import { Related, relatedOf } from './Related.tsx'
import { StageBar } from './StageBar.tsx'
import { Tabs } from './Tabs.tsx'
import { Timeline } from './Timeline.tsx'

/** One record: stage on top, facts and what belongs to it left, what happened right. */
export function RecordScreen() {
  const { object: name, id } = useParams({ strict: false }) as { object: string; id: string }
  const object = useScreens().objects[name]
  const { data, error } = useQuery({ ...recordQuery(name, id), enabled: object !== undefined })
  if (!object) return <NotFound />
  if (data) return <Sheet key={id} object={object} record={data} />
  if (error)
    return (
      <div className="page">
        <ProblemNote error={error} action={<Back object={object} />} />
      </div>
    )
  return (
    <div className="alone" aria-busy="true">
      <Spin />
    </div>
  )
}

function Back({ object }: { readonly object: ScreenObject }) {
  const t = useWords()
  const label = useLabel()
  return (
    <Link to="/o/$object" params={{ object: object.name }}>
      {t('record.back_to', { name: label(object.label, object.name) })}
    </Link>
  )
}

function Sheet({ object, record }: { readonly object: ScreenObject; readonly record: FullRecord }) {
  const t = useWords()
  const label = useLabel()
  const narrow = useNarrow()
  const screens = useScreens()
  const [tab, setTab] = useState<string>()
  const fields = fieldsOf(screens, object)
  const facts = (
    <>
      <Panel record={record} of={object.name} />
      <Facts object={object} fields={fields} record={record} without={panelOf(object.name)?.shows} />
    </>
  )
  const timeline = <Timeline object={object} fields={fields} record={record} />
  const files = {
    key: 'files',
    label: t('files.title'),
    content: <FilesPanel object={object} record={record} />,
  }
  const related = relatedOf(screens, object).map((one) => ({
    key: one.name,
    label: label(one.label, one.object),
    content: <Related related={one} record={record} from={fields} />,
  }))
  const tabs = narrow
    ? [
        { key: 'facts', label: t('record.facts'), content: facts },
        { key: 'timeline', label: t('record.timeline'), content: timeline },
        files,
        ...related,
      ]
    : [...related, files]
  return (
    <div className="page record" data-object={object.name} data-id={record.id} data-version={record.version}>
      <header className="record-head">
        <div>
          <p className="crumbs">
            <Link to="/o/$object" params={{ object: object.name }}>
              {label(object.label, object.name)}
            </Link>
            {record.number && record.number !== titleOf(object, record) && (
              <span className="mono quiet"> {record.number}</span>
            )}
          </p>
          <h1 data-testid="title">{titleOf(object, record)}</h1>
          <DeadlineChips deadlines={record._deadlines ?? []} />
        </div>
        <ActionBar object={object} record={record} />
      </header>
      {record._locked === true && (
        <Alert type="info" showIcon className="problem" title={t('record.locked')} data-testid="locked" />
      )}
      <StageBar key={record.stage} object={object} fields={fields} record={record} />
      {narrow ? (
        <Tabs tabs={tabs} active={tab ?? 'facts'} onChange={setTab} />
      ) : (
        <div className="record-body">
          <div className="record-main">
            {facts}
            <div className="card">
              <Tabs tabs={tabs} active={tab ?? tabs[0]!.key} onChange={setTab} />
            </div>
          </div>
          <aside className="card record-side" aria-label={t('record.timeline')}>
            <h2>{t('record.timeline')}</h2>
            {timeline}
          </aside>
        </div>
      )}
    </div>
  )
}
