import { Button } from 'antd'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { AnyField } from '../ground/definitions.ts'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import type { Titles } from '../ground/records.ts'
import { useWords } from '../words/words.ts'
import { FieldRow } from './FieldRow.tsx'
import { useShown } from './useShown.ts'

interface Props {
  readonly rows: readonly (readonly string[])[]
  readonly fields: Readonly<Record<string, AnyField>>
  readonly initial: Readonly<Record<string, unknown>>
  readonly titles?: Titles
  readonly submit: string
  readonly onSubmit: (values: Readonly<Record<string, unknown>>) => Promise<unknown>
  readonly onCancel: () => void
  /** Between the form and its buttons: a conflict to settle. */
  readonly note?: ReactNode
}

/** A form over definitions. Saves with Ctrl+Enter; a refusal leads to its field and leaves what was typed. */
export function RecordForm({ rows, fields, initial, titles, submit, onSubmit, onCancel, note }: Props) {
  const t = useWords()
  const form = useRef<HTMLFormElement>(null)
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(initial)
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const isShown = useShown(fields, values)
  const shown = rows.map((row) => row.filter(isShown)).filter((row) => row.length > 0)
  const faulty = error ? asProblem(error).field?.split(/[.[]/)[0] : undefined
  const ownFault = faulty !== undefined && shown.flat().includes(faulty)

  async function save() {
    if (busy) return
    setBusy(true)
    setError(undefined)
    try {
      await onSubmit(values)
    } catch (failed) {
      // Drawn at once, so that the field at fault is there to be led to.
      flushSync(() => setError(failed))
      const field = asProblem(failed).field?.split(/[.[]/)[0]
      if (field)
        form.current
          ?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"] :is(input, textarea, button)`)
          ?.focus()
    } finally {
      setBusy(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void save()
    }
  }
  const first = shown[0]?.[0]
  return (
    <form
      ref={form}
      className="record-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={onKeyDown}
      data-testid="record-form"
    >
      {(!ownFault || asProblem(error).missing.length > 0) && <ProblemNote error={error} />}
      {shown.map((row) => (
        <div className="form-line" key={row.join()} data-count={row.length}>
          {row.map((name) => (
            <FieldRow
              key={name}
              name={name}
              field={fields[name]!}
              value={values[name] ?? null}
              record={values}
              titles={titles}
              autoFocus={name === first}
              error={name === faulty ? asProblem(error).message : undefined}
              onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
            />
          ))}
        </div>
      ))}
      {note}
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={busy} data-testid="save">
          {submit}
        </Button>
        <Button onClick={onCancel} data-testid="cancel">
          {t('common.cancel')}
        </Button>
        <span className="quiet hint">{t('form.ctrl_enter')}</span>
      </div>
    </form>
  )
}
