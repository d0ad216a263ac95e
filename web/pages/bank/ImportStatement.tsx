import { UploadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import type { Label } from '../../../model/refuse.ts'
import { uploadFile } from '../../fields/uploadFile.ts'
import { ProblemNote } from '../../shell/ProblemNote.tsx'
import { runAction } from '../../shell/records.ts'
import { useLabel, useWords } from '../../words/words.ts'

interface Answer {
  readonly imported: number
  readonly already: number
  readonly matched: number
  readonly waiting: number
  readonly faults: readonly { readonly row: number; readonly sentence: Label }[]
  readonly warnings: readonly Label[]
}

/** A statement as the bank gave it: sent, read and matched in one step; what came of it stays to be read. */
export function ImportStatement({ account }: { readonly account: string | undefined }) {
  const t = useWords()
  const label = useLabel()
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer>()
  const [error, setError] = useState<unknown>()

  async function bring(file: File | undefined) {
    if (!file || !account) return
    setBusy(true)
    setError(undefined)
    setAnswer(undefined)
    try {
      const { id } = await uploadFile(file, file.name)
      setAnswer((await runAction('bank_account', account, 'import_statement', { file: [id] }, crypto.randomUUID())) as Answer)
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
      for (const object of ['bank_line', 'bank_account', 'receivable']) void client.invalidateQueries({ queryKey: ['records', object] })
    }
  }
  return (
    <>
      <input ref={input} type="file" accept=".csv,.xlsx,.xls,.txt" className="visually-hidden" tabIndex={-1} aria-label={t('bank.import')} data-testid="statement" onChange={(event) => { void bring(event.target.files?.[0]); event.target.value = '' }} />
      <Button type="primary" icon={<UploadOutlined />} loading={busy} disabled={!account} title={account ? undefined : t('bank.pick_account')} onClick={() => input.current?.click()} data-action="import_statement">{busy ? t('bank.importing') : t('bank.import')}</Button>
      {(answer || error !== undefined) && <div className="bank-answer">
        <ProblemNote error={error} />
        {answer && <Alert type={answer.faults.length + answer.warnings.length > 0 ? 'warning' : 'success'} showIcon closable data-testid="imported" title={t('bank.imported', { imported: answer.imported, matched: answer.matched, waiting: answer.waiting })}
          description={answer.already + answer.faults.length + answer.warnings.length > 0 && <ul>
            {answer.already > 0 && <li>{t('bank.already', { n: answer.already })}</li>}
            {answer.warnings.map((one) => <li key={one.zh}>{label(one)}</li>)}
            {answer.faults.length > 0 && <li>{t('bank.faults', { n: answer.faults.length })}<ul>{answer.faults.slice(0, 20).map((one) => <li key={`${one.row}${one.sentence.zh}`}>{t('bank.fault', { row: one.row, why: label(one.sentence) })}</li>)}</ul></li>}
          </ul>} />}
      </div>}
    </>
  )
}
