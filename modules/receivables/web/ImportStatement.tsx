import { UploadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import type { Label } from '../../../model/refuse.ts'
import { uploadFile } from '../../../web/fields/uploadFile.ts'
import { asProblem, type Problem } from '../../../web/ground/problem.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { runAction } from '../../../web/ground/records.ts'
import { useLabel } from '../../../web/words/words.ts'
import { useWords } from './words.ts'

interface Answer {
  readonly imported: number
  readonly already: number
  readonly matched: number
  readonly waiting: number
  readonly faults: readonly { readonly row: number; readonly sentence: Label }[]
  readonly warnings: readonly Label[]
}

type Said = Readonly<Record<string, unknown>>

interface Choice {
  readonly field: string
  readonly value: unknown
  readonly label?: Label
}

/**
 * What may be said where the statement leaves something open: how it is written, or that all of it came in.
 */
function choicesOf({ code, field, data }: Problem): readonly Choice[] {
  if (code === 'statement_sign_unclear') return [{ field: 'signed', value: true }]
  if (code !== 'convention_unclear' || !field || !Array.isArray(data.choices)) return []
  return (data.choices as readonly { readonly value: string; readonly label: Label }[]).map((one) => ({
    field,
    ...one,
  }))
}

/** A statement as the bank gave it: sent, read and matched in one step; what came of it stays to be read. */
export function ImportStatement({ account }: { readonly account: string | undefined }) {
  const t = useWords()
  const label = useLabel()
  const input = useRef<HTMLInputElement>(null)
  const { busy, answer, error, choices, say, bring } = useStatement(account)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.xlsx,.xls,.txt"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('bank.import')}
        data-testid="statement"
        onChange={(event) => {
          void bring(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button
        type="primary"
        icon={<UploadOutlined />}
        loading={busy}
        disabled={!account}
        title={account ? undefined : t('bank.pick_account')}
        onClick={() => input.current?.click()}
        data-action="import_statement"
      >
        {busy ? t('bank.importing') : t('bank.import')}
      </Button>
      {(answer || error !== undefined) && (
        <div className="bank-answer">
          <ProblemNote error={error} />
          {choices.map(({ field, value, label: how }) => (
            <Button
              key={String(value)}
              disabled={busy}
              onClick={() => say(field, value)}
              data-say={String(value)}
            >
              {how ? label(how) : t('bank.all_in')}
            </Button>
          ))}
          {answer && <Outcome answer={answer} />}
        </div>
      )}
    </>
  )
}

function useStatement(account: string | undefined) {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer>()
  const [error, setError] = useState<unknown>()
  const [file, setFile] = useState<string>()
  const [said, setSaid] = useState<Said>({})
  const choices = error === undefined ? [] : choicesOf(asProblem(error))
  const say = (field: string, value: unknown) => {
    const next = { ...said, [field]: value }
    setSaid(next)
    void send(async () => file!, next)
  }

  async function bring(file: File | undefined) {
    if (!file || !account) return
    setSaid({})
    await send(async () => (await uploadFile(file, file.name)).id, {})
  }

  async function send(upload: () => Promise<string>, stated: Said) {
    setBusy(true)
    setError(undefined)
    setAnswer(undefined)
    try {
      const id = await upload()
      setFile(id)
      setAnswer(
        (await runAction(
          'bank_account',
          account!,
          'import_statement',
          { file: [id], ...stated },
          crypto.randomUUID(),
        )) as Answer,
      )
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
      for (const object of ['bank_line', 'bank_account', 'receivable'])
        void client.invalidateQueries({ queryKey: ['records', object] })
    }
  }
  return { busy, answer, error, choices, say, bring }
}

/** What came of it: how many lines arrived and were matched, and which rows were at fault. */
function Outcome({ answer }: { readonly answer: Answer }) {
  const t = useWords()
  const label = useLabel()
  return (
    <Alert
      type={answer.faults.length + answer.warnings.length > 0 ? 'warning' : 'success'}
      showIcon
      closable
      data-testid="imported"
      title={t('bank.imported', {
        imported: answer.imported,
        matched: answer.matched,
        waiting: answer.waiting,
      })}
      description={
        answer.already + answer.faults.length + answer.warnings.length > 0 && (
          <ul>
            {answer.already > 0 && <li>{t('bank.already', { n: answer.already })}</li>}
            {answer.warnings.map((one) => (
              <li key={one.zh}>{label(one)}</li>
            ))}
            {answer.faults.length > 0 && (
              <li>
                {t('bank.faults', { n: answer.faults.length })}
                <ul>
                  {answer.faults.slice(0, 20).map((one) => (
                    <li key={`${one.row}${one.sentence.zh}`}>
                      {t('bank.fault', { row: one.row, why: label(one.sentence) })}
                    </li>
                  ))}
                </ul>
              </li>
            )}
          </ul>
        )
      }
    />
  )
}
