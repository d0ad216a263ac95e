import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { call } from '../ground/api.ts'
import type { AnyField, AnyRow, ScreenObject } from '../ground/definitions.ts'
import { asProblem } from '../ground/problem.ts'
import { forget, removeRecord } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useWords } from '../words/words.ts'

const BulkChange = lazy(() => import('./BulkChange.tsx'))

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly ids: readonly string[]
  readonly items: readonly AnyRow[]
  readonly onDone: () => void
}

/**
 * What can be done with several records at once. Each is its own change: those refused say why, the others
 * are done.
 */
export function BulkBar({ object, fields, ids, items, onDone }: Props) {
  const t = useWords()
  const client = useQueryClient()
  const say = useSay()
  const [changing, setChanging] = useState(false)

  function report(done: number, refusals: readonly string[]) {
    forget(client, object.name)
    if (refusals.length === 0) say.done(t('bulk.done', { n: done }))
    else
      say.ask({
        only: true,
        title: t('bulk.partly', { done, refused: refusals.length }),
        more: (
          <ul className="missing">
            {[...new Set(refusals)].map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        ),
      })
    onDone()
  }
  async function removeAll() {
    const refusals: string[] = []
    for (const id of ids)
      await removeRecord(object.name, id, items.find((item) => item.id === id)?.version ?? 0).catch(
        (error: unknown) => refusals.push(asProblem(error).message),
      )
    report(ids.length - refusals.length, refusals)
  }
  async function changeAll(name: string, value: unknown) {
    setChanging(false)
    const { results } = await call<{ results: readonly { ok: boolean; problem?: { detail?: string } }[] }>(
      'POST',
      `/records/${object.name}/bulk`,
      { body: { update: ids.map((id) => ({ id, [name]: value })) } },
    )
    report(
      results.filter((one) => one.ok).length,
      results.filter((one) => !one.ok).map((one) => one.problem?.detail ?? ''),
    )
  }
  const confirmRemoval = () =>
    say.ask({
      title: t('bulk.delete_sure', { n: ids.length }),
      more: t('record.delete_hint'),
      ok: t('common.delete'),
      danger: true,
      onOk: removeAll,
    })
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('bulk.title')}>
      <strong>{t('bulk.picked', { n: ids.length })}</strong>
      {object.may.update && <Button onClick={() => setChanging(true)}>{t('bulk.change')}</Button>}
      {object.may.delete && (
        <Button danger onClick={confirmRemoval}>
          {t('common.delete')}
        </Button>
      )}
      <Button type="text" onClick={onDone}>
        {t('bulk.none')}
      </Button>
      {changing && (
        <Suspense fallback={null}>
          <BulkChange
            fields={fields}
            count={ids.length}
            onClose={() => setChanging(false)}
            onChange={(name, value) =>
              void changeAll(name, value).catch((error: unknown) => say.failed(asProblem(error).message))
            }
          />
        </Suspense>
      )}
    </div>
  )
}
