import { Select } from 'antd'
import type { Label } from '../../model/refuse.ts'
import type { AnyField } from '../ground/definitions.ts'
import { useLabel } from '../words/words.ts'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

export const choicesOf = (field: AnyField) => (field.choices ?? {}) as Readonly<Record<string, Label>>

/** Choices as options that a test can pick by API name. */
export function useChoices(field: AnyField) {
  const label = useLabel()
  return Object.entries(choicesOf(field)).map(([value, text]) => ({
    value,
    label: label(text, value),
    'data-option': value,
  }))
}

function Show({ value, field }: ShowProps) {
  const label = useLabel()
  return <>{label(choicesOf(field)[String(value)], String(value))}</>
}

function Edit(props: EditProps) {
  const options = useChoices(props.field)
  return (
    <Select
      {...inputProps(props)}
      className="full"
      value={(props.value as string | null) ?? undefined}
      onChange={(value) => props.onChange(value ?? null)}
      options={options}
      allowClear={!props.field.required}
      showSearch={options.length > 7 ? { optionFilterProp: 'label' } : false}
      virtual={false}
    />
  )
}

/** A choice may be said by its label in either language, or by its name. */
export const readChoice = (text: string, field: AnyField): string =>
  Object.entries(choicesOf(field)).find(([name, label]) =>
    [name, label.zh, label.en].some((said) => said?.toLowerCase() === text.toLowerCase()),
  )?.[0] ?? text

export const choice: FieldScreen = {
  Show,
  Edit,
  filter: 'choice',
  gathers: true,
  asks: 'choices',
  read: readChoice,
}
