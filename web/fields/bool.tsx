import { Switch } from 'antd'
import { useWords } from '../words/words.ts'
import type { EditProps, FieldScreen, ShowProps } from './screen.ts'

function Show({ value }: ShowProps) {
  const t = useWords()
  return <span>{t(value === true ? 'field.yes' : 'field.no')}</span>
}

function Edit({ id, name, value, onChange, describedBy, autoFocus }: EditProps) {
  return (
    <Switch
      id={id}
      data-input={name}
      checked={value === true}
      onChange={onChange}
      autoFocus={autoFocus}
      aria-describedby={describedBy}
    />
  )
}

export const bool: FieldScreen = { Show, Edit, filter: 'bool', bare: true }
