import { Select } from 'antd'
import { useLabel } from '../words/words.ts'
import type { AnyField } from '../ground/definitions.ts'
import { choicesOf, readChoice, useChoices } from './choice.tsx'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

function Show({ value, field }: ShowProps) {
  const label = useLabel()
  const list = Array.isArray(value) ? value : [value]
  return (
    <span className="chips">
      {list.map((one) => (
        <span className="chip" key={String(one)}>
          {label(choicesOf(field)[String(one)], String(one))}
        </span>
      ))}
    </span>
  )
}

function Edit(props: EditProps) {
  return (
    <Select
      {...inputProps(props)}
      className="full"
      mode="multiple"
      value={(props.value as string[] | null) ?? []}
      onChange={(value) => props.onChange(value)}
      options={useChoices(props.field)}
      optionFilterProp="label"
      virtual={false}
      allowClear
    />
  )
}

const read = (text: string, field: AnyField) =>
  text
    .split(/[,，、;；]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => readChoice(one, field))

export const multiChoice: FieldScreen = { Show, Edit, filter: 'choice', many: true, asks: 'choices', read }
