import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { screenOf } from '../fields/kinds.ts'
import type { AnyField, AnyRow } from '../ground/definitions.ts'
import { asProblem } from '../ground/problem.ts'
import type { Titles } from '../ground/records.ts'
import { useLabel, useWords } from '../words/words.ts'
import { isSame } from './formFields.ts'

interface Props {
  readonly name: string
  readonly field: AnyField
  readonly item: AnyRow
  readonly titles: Titles
  readonly onSave: (value: unknown, then: 'stay' | 'next') => Promise<void>
  readonly onLeave: () => void
}

/**
 * A value typed in its place: Enter keeps it and goes on below, Tab and leaving keep it, Escape does not. What
 * the server refuses stands under the cell, and what was typed stays in it.
 */
export function CellEdit({ name, field, item, titles, onSave, onLeave }: Props) {
  const label = useLabel()
  const t = useWords()
  const id = `${useId()}${name}`
  const box = useRef<HTMLDivElement>(null)
  const [value, setValue] = useState<unknown>(item[name] ?? null)
  const [error, setError] = useState<string>()
  // The row follows what others do, its version too: what was there when one began is what one means to change.
  const [began, setBegan] = useState<unknown>(item[name] ?? null)
  const busy = useRef(false)
  const { Edit } = screenOf(field)
  if (!Edit) return null
  const save = async (then: 'stay' | 'next', typed = value) => {
    if (busy.current) return
    if (isSame(typed, item[name])) return onLeave()
    if (!isSame(began, item[name])) {
      setBegan(item[name] ?? null)
      return setError(t('cell.changed'))
    }
    busy.current = true
    setError(undefined)
    try {
      await onSave(typed === '' ? null : typed, then)
    } catch (failed) {
      const problem = asProblem(failed)
      setError(problem.faults.find((one) => one.field === name)?.detail ?? problem.message)
    } finally {
      busy.current = false
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const choosing = box.current?.querySelector('[aria-expanded=true]') !== null
    if (event.key === 'Escape') {
      event.stopPropagation()
      onLeave()
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && !choosing) {
      event.preventDefault()
      event.stopPropagation()
      void save('next')
    } else if (event.key === 'Tab') {
      event.preventDefault()
      void save('stay')
    }
  }
  return (
    <div
      ref={box}
      className="cell-edit"
      data-testid="cell-edit"
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => {
        const next = event.relatedTarget as HTMLElement | null
        if (!box.current?.contains(next) && !next?.closest('.ant-select-dropdown') && !error)
          void save('stay')
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        {label(field.label, name)}
      </label>
      <Edit
        id={id}
        name={name}
        field={field}
        value={value}
        record={item}
        titles={titles}
        invalid={error !== undefined}
        describedBy={error ? `${id}-error` : undefined}
        autoFocus
        onChange={setValue}
      />
      {error && (
        <span className="cell-error" id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  )
}
