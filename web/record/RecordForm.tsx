import { Button } from 'antd'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { AnyField } from '../ground/definitions.ts'
import type { FormPlace } from '../ground/drafts.ts'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import type { Titles } from '../ground/records.ts'
import { useWords } from '../words/words.ts'
import { DraftOffer } from './DraftOffer.tsx'
import { FieldRow } from './FieldRow.tsx'
import { useDraft } from './useDraft.ts'
import { useShown } from './useShown.ts'

interface Props {
  readonly rows: readonly (readonly string[])[]
  readonly fields: Readonly<Record<string, AnyField>>
  readonly initial: Readonly<Record<string, unknown>>
  readonly titles?: Titles
  readonly submit: string
  /** May answer what leads away from the form: called when nothing is unsaved any more. */
  readonly onSubmit: (values: Readonly<Record<string, unknown>>) => Promise<unknown>
  readonly onCancel: () => void
  /** Between the form and its buttons: a conflict to settle. */
  readonly note?: ReactNode
  /** Under which its draft is kept on this device. */
  readonly place?: FormPlace
}

/**
 * A form over definitions. Saves with Ctrl+Enter or Ctrl+S; a refusal stands at every field at fault, leads to
 * the first and leaves what was typed, which is kept on the device until it is saved.
 */
export function RecordForm(props: Props) {
  const { fields, titles, submit, onCancel, note } = props
  const t = useWords()
  const form = useRef<HTMLFormElement>(null)
  const { values, setValues, draft, shown, error, faults, busy, save } = useForm(props, form)
  const first = shown[0]?.[0]
  const said = shown.flat().filter((name) => faults.has(name))
  return (
    <form
      ref={form}
      className="record-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (!saves(event)) return
        event.preventDefault()
        void save()
      }}
      data-testid="record-form"
    >
      {draft.offer && (
        <DraftOffer
          offer={draft.offer}
          fields={fields}
          onTake={() => {
            setValues((before) => ({ ...before, ...draft.offer!.values }))
            draft.take()
          }}
          onDrop={draft.drop}
        />
      )}
      {(said.length === 0 || asProblem(error).missing.length > 0) && <ProblemNote error={error} />}
      {said.length > 1 && (
        <p className="field-error" role="alert" data-testid="fault-count">
          {t('form.faults', { n: said.length })}
        </p>
      )}
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
              error={faults.get(name)}
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

const saves = ({ key, ctrlKey, metaKey }: KeyboardEvent) =>
  (ctrlKey || metaKey) && (key === 'Enter' || key.toLowerCase() === 's')

/** What is typed, what was wrong with it when it was sent, and its draft. */
function useForm(
  { rows, fields, initial, onSubmit, place }: Props,
  form: { readonly current: HTMLFormElement | null },
) {
  const [values, setValues] = useState(initial)
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const draft = useDraft({ place, initial, values })
  const isShown = useShown(fields, values)
  const shown = rows.map((row) => row.filter(isShown)).filter((row) => row.length > 0)

  async function save() {
    if (busy) return
    setBusy(true)
    setError(undefined)
    try {
      const leave = await onSubmit(values)
      draft.finish()
      if (typeof leave === 'function') leave()
    } catch (failed) {
      // Drawn at once, so that the fields at fault are there to be led to.
      flushSync(() => setError(failed))
      const faulty = faultsOf(failed)
      const name = shown.flat().find((one) => faulty.has(one))
      if (name)
        form.current
          ?.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"] :is(input, textarea, button)`)
          ?.focus()
    } finally {
      setBusy(false)
    }
  }
  return { values, setValues, draft, shown, error, faults: faultsOf(error), busy, save }
}

/** What is said at which field; a fault inside a row stands at its table. */
function faultsOf(error: unknown): ReadonlyMap<string, string> {
  const faults = new Map<string, string>()
  if (!error) return faults
  for (const { field, detail } of asProblem(error).faults) {
    const name = field.split(/[.[]/)[0]!
    faults.set(name, faults.has(name) ? `${faults.get(name)}\n${detail}` : detail)
  }
  return faults
}
