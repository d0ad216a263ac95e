import { lazyPart } from '../ground/lazyPart.tsx'
import { Button } from 'antd'
import { Suspense, useState } from 'react'
import { download } from '../ground/api.ts'
import { isWritable, type AnyField, type AnyRow, type ScreenObject } from '../ground/definitions.ts'
import { asProblem } from '../ground/problem.ts'
import { useSay } from '../ground/say.tsx'
import { useBulk } from './useBulk.tsx'
import { useWords } from '../words/words.ts'
import { quoted } from './where.ts'

const BulkChange = lazyPart(() => import('./BulkChange.tsx'))

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  /** Columns that are looked at, for what is taken away. */
  readonly columns: readonly string[]
  readonly ids: readonly string[]
  readonly items: readonly AnyRow[]
  readonly onDone: () => void
}

/**
 * What can be done with several records at once. Each is its own change: those refused say why, the others
 * are done.
 */
export function BulkBar({ object, fields, columns, ids, items, onDone }: Props) {
  const t = useWords()
  const say = useSay()
  const [changing, setChanging] = useState<'any' | 'owner'>()

  const { removeAll, changeAll } = useBulk({ object, ids, items, onDone })
  const exportAll = () =>
    void download(`/records/${object.name}/export`, {
      format: 'xlsx',
      where: `id in (${ids.map(quoted).join(', ')})`,
      fields: columns,
    }).catch((error: unknown) => say.failed(asProblem(error).message))
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
      {object.may.update && isWritable(fields.owner!) && (
        <Button onClick={() => setChanging('owner')}>{t('bulk.assign')}</Button>
      )}
      {object.may.update && <Button onClick={() => setChanging('any')}>{t('bulk.change')}</Button>}
      {object.may.export && <Button onClick={exportAll}>{t('bulk.export')}</Button>}
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
            start={changing === 'owner' ? 'owner' : undefined}
            onClose={() => setChanging(undefined)}
            onChange={(name, value) =>
              void changeAll(name, value)
                .then(() => setChanging(undefined))
                .catch((error: unknown) => say.failed(asProblem(error).message))
            }
          />
        </Suspense>
      )}
    </div>
  )
}
