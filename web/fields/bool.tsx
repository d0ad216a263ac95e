import { Switch } from 'antd'
import { useWords, words } from '../words/words.ts'
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

/** Yes and no as sheets say them, in the reader's words or in those of programs. */
const read = (text: string) => {
  const said = text.toLowerCase()
  if ([words('field.yes').toLowerCase(), 'yes', 'true', '1'].includes(said)) return true
  return [words('field.no').toLowerCase(), 'no', 'false', '0'].includes(said) ? false : text
}

export const bool: FieldScreen = {
  Show,
  Edit,
  filter: 'bool',
  bare: true,
  gathers: true,
  unquoted: true,
  read,
}
