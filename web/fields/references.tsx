import { Select } from 'antd'
import { useState } from 'react'
import { targetOf } from '../ground/definitions.ts'
import { useWords } from '../words/words.ts'
import { usePicks } from './pickRecords.ts'
import { RecordLink } from './reference.tsx'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const Show = ({ value, field, titles }: ShowProps) => (
  <span className="chips">
    {(value as string[]).map((id) => (
      <span className="chip" key={id}>
        <RecordLink object={targetOf(field)} id={id} title={titles?.[id]} />
      </span>
    ))}
  </span>
)

function Edit(props: EditProps) {
  const { value, onChange, titles, field } = props
  const t = useWords()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [names, setNames] = useState<Record<string, string>>({})
  const { data = [], isFetching } = usePicks(targetOf(field), typed, open)
  const current = ((value as string[] | null) ?? []).map((id) => ({
    value: id,
    label: names[id] ?? titles?.[id] ?? t('field.unnamed'),
  }))
  return (
    <Select
      {...inputProps(props)}
      className="full"
      mode="multiple"
      labelInValue
      value={current}
      options={[...data]}
      loading={isFetching}
      allowClear
      virtual={false}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onOpenChange={setOpen}
      placeholder={t('field.pick')}
      notFoundContent={t('field.nothing_found')}
      onChange={(picked) => {
        setNames({ ...names, ...Object.fromEntries(picked.map((one) => [one.value, String(one.label)])) })
        onChange(picked.map((one) => one.value))
      }}
    />
  )
}

export const references: FieldScreen = { Show, Edit, wide: true, asks: 'object' }
