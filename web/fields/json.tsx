import { Input } from 'antd'
import { useState } from 'react'
import { useLabel, useWords } from '../words/words.ts'
import { RowsEdit, RowsShow, type Columns } from './jsonRows.tsx'
import { SentencesShow } from './SentencesShow.tsx'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

/**
 * Sentences or a table where the definition knows how; otherwise data for programs: said to be there, and
 * opened by those who want to read it.
 */
function Show({ value, compact, field }: ShowProps) {
  const t = useWords()
  const label = useLabel()
  if (field.sentences) return <SentencesShow value={value} field={field} compact={compact} />
  if (field.columns && !compact)
    return (
      <RowsShow
        value={value}
        columns={field.columns as Columns}
        title={label(field.label, t('field.data'))}
      />
    )
  if (compact) return <span className="quiet">{t('field.data')}</span>
  return (
    <details className="json">
      <summary>{t('field.see_data')}</summary>
      <pre className="json" tabIndex={0}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </details>
  )
}

const Edit = (props: EditProps) =>
  props.field.columns ? (
    <RowsEdit {...props} columns={props.field.columns as Columns} />
  ) : (
    <TextEdit {...props} />
  )

/** Kept as text while it is typed; handed on whenever it reads as JSON. */
function TextEdit(props: EditProps) {
  const t = useWords()
  const [text, setText] = useState(() => (props.value == null ? '' : JSON.stringify(props.value, null, 2)))
  const [bad, setBad] = useState(false)
  const change = (typed: string) => {
    setText(typed)
    try {
      props.onChange(typed.trim() ? (JSON.parse(typed) as unknown) : null)
      setBad(false)
    } catch {
      setBad(true)
    }
  }
  return (
    <>
      <Input.TextArea
        {...inputProps(props)}
        className="mono"
        status={bad ? 'error' : undefined}
        value={text}
        onChange={(event) => change(event.target.value)}
        autoSize={{ minRows: 3, maxRows: 14 }}
        spellCheck={false}
      />
      {bad && (
        <span className="field-error" role="alert">
          {t('field.not_json')}
        </span>
      )}
    </>
  )
}

export const json: FieldScreen = { Show, Edit, wide: true, roomy: true, forPrograms: true }
