import { useId } from 'react'
import { screenOf } from '../fields/kinds.ts'
import type { EditProps } from '../fields/screen.ts'
import { useLabel, useWords } from '../words/words.ts'
import { Value } from './Value.tsx'

interface Props extends Omit<EditProps, 'id' | 'invalid' | 'describedBy'> {
  readonly error?: string | undefined
}

/** A field in a form: its label, its input, what helps and what is wrong with it. */
export function FieldRow({ error, ...props }: Props) {
  const t = useWords()
  const label = useLabel()
  const id = `${useId()}${props.name}`
  const { field, name } = props
  const { Edit, wide } = screenOf(field)
  const help = label(field.help)
  const notes = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
  return (
    <div className={wide ? 'field-row wide' : 'field-row'} data-field={name}>
      <label htmlFor={id}>
        {label(field.label, name)}
        {field.required && (
          <span className="must" title={t('field.required')} aria-hidden>
            {' '}
            *
          </span>
        )}
      </label>
      {Edit ? (
        <Edit {...props} id={id} invalid={Boolean(error)} describedBy={notes} />
      ) : (
        <div className="as-text" id={id}>
          <Value field={field} value={props.value} record={props.record} titles={props.titles} />
        </div>
      )}
      {help && (
        <span className="quiet field-help" id={`${id}-help`}>
          {help}
        </span>
      )}
      {error && (
        <span className="field-error" id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  )
}
