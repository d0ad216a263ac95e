import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Spin } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { NotFound } from '../../../web/ground/NotFound.tsx'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { recordQuery, type FullRecord } from '../../../web/ground/records.ts'
import { useSay } from '../../../web/ground/say.tsx'
import { useScreens } from '../../../web/ground/session.ts'
import { ConflictNote } from '../../../web/record/ConflictNote.tsx'
import { StageBar } from '../../../web/record/StageBar.tsx'
import { Approval } from './Approval.tsx'
import { BenchBar } from './BenchBar.tsx'
import { LinesGrid } from './LinesGrid.tsx'
import { previewQuery } from './preview.ts'
import './quote.css'
import { QuotePdf } from './QuotePdf.tsx'
import { Terms } from './Terms.tsx'
import { Totals } from './Totals.tsx'
import { useBench } from './useBench.ts'
import { useWords } from './words.ts'

/**
 * Where a quote is made: lines, costs and prices in one view, with what they come to and who will have to
 * agree.
 */
export default function QuoteBench() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { objects } = useScreens()
  const known = objects.quote && objects.quote_line
  const { data, error } = useQuery({ ...recordQuery('quote', id), enabled: Boolean(known) })
  if (!known) return <NotFound />
  if (data) return <Sheet key={id} record={data} />
  if (error)
    return (
      <div className="page">
        <ProblemNote error={error} />
      </div>
    )
  return (
    <div className="alone" aria-busy="true">
      <Spin />
    </div>
  )
}

function Sheet({ record }: { readonly record: FullRecord }) {
  const t = useWords()
  const say = useSay()
  const screens = useScreens()
  const bench = useBench(record)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const maySeeCost = Boolean(bench.lineFields.cost && bench.quoteFields.cost_total)
  const { data: preview } = useQuery({
    ...previewQuery(record),
    enabled: record.stage === 'draft' && Boolean(screens.actions.quote?.preview),
  })
  const titles = record._titles

  async function save() {
    setBusy(true)
    setError(undefined)
    try {
      await bench.save()
      say.done(t('quote.saved'))
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && bench.typed) {
      event.preventDefault()
      void save()
    }
  }
  return (
    <div
      className="page bench"
      data-object="quote"
      data-id={record.id}
      data-version={record.version}
      data-stage={String(record.stage)}
      onKeyDown={onKeyDown}
    >
      <header className="record-head">
        <Head record={record} />
        <BenchBar bench={bench} record={record} busy={busy} onSave={() => void save()} />
      </header>
      {record.current === false && (
        <Alert type="warning" showIcon className="problem" title={t('quote.old')} />
      )}
      {record._locked === true && (
        <Alert type="info" showIcon className="problem" title={t('record.locked')} data-testid="locked" />
      )}
      <ProblemNote error={error} />
      {bench.conflict && <ConflictNote conflict={bench.conflict} fields={bench.quoteFields} />}
      <StageBar object={bench.object} fields={bench.quoteFields} record={record} />
      <div className="bench-body">
        <LinesGrid
          bench={bench}
          quote={record.id}
          titles={titles}
          preview={preview}
          maySeeCost={maySeeCost}
        />
        <div className="bench-row">
          <Terms bench={bench} titles={titles} />
          <div className="bench-side">
            <Totals bench={bench} />
            <Approval bench={bench} preview={preview} />
          </div>
        </div>
      </div>
    </div>
  )
}

function Head({ record }: { readonly record: FullRecord }) {
  const t = useWords()
  return (
    <div>
      <p className="crumbs">
        <Link to="/o/$object" params={{ object: 'quote' }}>
          {t('quote.bench')}
        </Link>
        <Link to="/o/$object/$id" params={{ object: 'quote', id: record.id }} data-testid="whole-record">
          {t('quote.whole_record')}
        </Link>
      </p>
      <h1 data-testid="title">
        {String(record.document_number ?? record.number)}{' '}
        <span className="quiet bench-rev">{t('quote.revision', { n: String(record.revision ?? '1') })}</span>
      </h1>
      <p className="bench-who">
        {record._titles?.[String(record.customer)] ?? ''} <QuotePdf id={record.id} stage={record.stage} />
      </p>
    </div>
  )
}
