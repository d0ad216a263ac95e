import { Button } from 'antd'
import { useState } from 'react'
import type { FullRecord } from '../../../web/ground/records.ts'
import { useScreens } from '../../../web/ground/session.ts'
import { ActionDialog } from '../../../web/record/LazyActionDialog.tsx'
import { useLabel } from '../../../web/words/words.ts'
import type { Bench } from './useBench.ts'
import { useWords } from './words.ts'

interface Props {
  readonly bench: Bench
  readonly record: FullRecord
  readonly busy: boolean
  readonly onSave: () => void
}

const rank = { primary: 0, plain: 1, danger: 2, hidden: 3 } as const

/** What can be done now. What is typed is saved or thrown away before anything else happens to the quote. */
export function BenchBar({ bench, record, busy, onSave }: Props) {
  const t = useWords()
  const label = useLabel()
  const declared = useScreens().actions.quote ?? {}
  const [open, setOpen] = useState<string>()
  const names = (record._actions ?? [])
    .filter((name) => name !== 'preview' && declared[name] && declared[name].style !== 'hidden')
    .sort((a, b) => rank[declared[a]!.style ?? 'plain'] - rank[declared[b]!.style ?? 'plain'])
  return (
    <div className="bench-bar" role="toolbar" aria-label={t('record.actions')} data-dirty={bench.typed}>
      {bench.typed ? (
        <>
          <span className="quiet" role="status">
            {t('quote.unsaved')}
          </span>
          <Button onClick={bench.undo} data-testid="undo">
            {t('quote.undo')}
          </Button>
          <Button type="primary" loading={busy} onClick={onSave} data-testid="save" title="Ctrl+Enter">
            {t('common.save')}
          </Button>
        </>
      ) : (
        names.map((name) => (
          <Button
            key={name}
            type={declared[name]!.style === 'primary' ? 'primary' : 'default'}
            danger={declared[name]!.style === 'danger'}
            data-action={name}
            onClick={() => setOpen(name)}
          >
            {label(declared[name]!.label, name)}
          </Button>
        ))
      )}
      {open && (
        <ActionDialog
          object="quote"
          id={record.id}
          name={open}
          record={record}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}
