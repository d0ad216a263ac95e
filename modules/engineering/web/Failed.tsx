import { CloseCircleOutlined, RedoOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { forget, runAction, type FullRecord } from '../../../web/ground/records.ts'
import { useWords } from './words.ts'

/** A file that gave no figures: which file, why, what to do next, and the way to try again. */
export function Failed({ record, why }: { readonly record: FullRecord; readonly why: readonly string[] }) {
  const t = useWords()
  const client = useQueryClient()
  const [state, setState] = useState<{ readonly busy: boolean; readonly error?: unknown }>({ busy: false })
  const again = async () => {
    setState({ busy: true })
    try {
      await runAction('drawing', record.id, 'measure', {}, crypto.randomUUID())
      forget(client, 'drawing', record.id)
      setState({ busy: false })
    } catch (error) {
      setState({ busy: false, error })
    }
  }
  return (
    <div className="drawing-doubts differences" role="status" data-testid="failed">
      <h3>
        <CloseCircleOutlined /> {t('drawing.failed_file', { name: String(record.name ?? '') })}
      </h3>
      <ul>
        {(why.length > 0 ? why : [t('drawing.failed_unknown')]).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{t('drawing.failed_next')}</p>
      {record._actions?.includes('measure') && (
        <Button
          icon={<RedoOutlined />}
          loading={state.busy}
          onClick={() => void again()}
          data-testid="measure-again"
        >
          {t('drawing.measure_again')}
        </Button>
      )}
      {state.error !== undefined && <ProblemNote error={state.error} />}
    </div>
  )
}
